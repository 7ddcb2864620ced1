import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { sellerQuery, shopSettingsQuery } from '../events/event-queries.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { OfficeSettingsForm } from './OfficeSettingsForm.tsx';
import { ShopForm } from './ShopForm.tsx';

const route = getRouteApi('/signed-in/settings');

/** `/settings`: what applies to all events. */
export function SettingsPage() {
  const { tab = 'shop' } = route.useSearch();
  const navigate = route.useNavigate();
  const seller = useQuery(sellerQuery);
  const settings = useQuery(shopSettingsQuery);
  if (!useMayForAll()('settings.write')) return <NotAllowedPage />;
  return (
    <>
      <PageTitle title={m.app_nav_settings()} about={m.settings_about()} />
      {/* Both stay: what is typed in one is there when one comes back from the other. */}
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: next === 'office' ? { tab: next } : {} })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="shop">{m.settings_tab_shop()}</Tabs.Tab>
          <Tabs.Tab value="office">{m.settings_tab_office()}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="shop">
          <Loaded query={seller}>{(saved) => <ShopForm saved={saved} />}</Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="office">
          <Loaded query={settings}>{(saved) => <OfficeSettingsForm saved={saved} />}</Loaded>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
