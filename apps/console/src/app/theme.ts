import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  createTheme,
  Drawer,
  Modal,
  NavLink,
  NumberInput,
  Select,
  Table,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

/** The page has one banner, and this is not it. */
const HEADER_OF_DIALOG = { header: { role: 'presentation' } };

/**
 * Mantine in the look of the house. Colours are in `console.css`, which gives its variables the tokens of
 * paper and ink; here is only what is no variable. Colours of controls have three names: `bad`, `warn` and
 * `good`; all else is ink.
 */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '800', textWrap: 'balance' },
  defaultRadius: 2,
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: inks(),
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 'lg' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 2, tt: 'none', size: 'lg' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    // White is no colour of a dark page's controls.
    Checkbox: Checkbox.extend({ defaultProps: { iconColor: 'var(--paper)' } }),
    Drawer: Drawer.extend({
      defaultProps: { overlayProps: { backgroundOpacity: 0.4 }, attributes: HEADER_OF_DIALOG },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        attributes: HEADER_OF_DIALOG,
      },
    }),
    NavLink: NavLink.extend({ defaultProps: { variant: 'light' } }),
    NumberInput: NumberInput.extend({ defaultProps: { hideControls: true } }),
    // What it says when it is open belongs to it, also for those who only hear.
    Select: Select.extend({ defaultProps: { comboboxProps: { shadow: 'md' } } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        multiline: true,
        maw: 280,
        withArrow: true,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});

const NAMED: Record<string, string> = {
  bad: 'var(--bad)',
  red: 'var(--bad)',
  warn: 'var(--warn)',
  yellow: 'var(--warn)',
  orange: 'var(--warn)',
  good: 'var(--good)',
  green: 'var(--good)',
  teal: 'var(--good)',
};

function inks(): VariantColorsResolver {
  return ({ color, variant }) => {
    const ink = NAMED[color ?? ''] ?? 'var(--ink)';
    const faint = `color-mix(in srgb, ${ink} 10%, transparent)`;
    if (variant === 'filled') {
      const hover = `color-mix(in srgb, ${ink} 88%, var(--paper))`;
      return { background: ink, hover, color: 'var(--paper)', border: '1px solid transparent' };
    }
    const line = variant === 'default' ? 'var(--rule)' : ink;
    const border =
      variant === 'outline' || variant === 'default'
        ? `1px solid ${line}`
        : '1px solid transparent';
    const background = variant === 'light' ? faint : 'transparent';
    return { background, hover: faint, color: ink, border };
  };
}
