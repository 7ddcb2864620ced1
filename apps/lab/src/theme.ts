import {
  Accordion,
  Autocomplete,
  Button,
  Checkbox,
  createTheme,
  NumberInput,
  Popover,
  SegmentedControl,
  Table,
  TextInput,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

/**
 * Mantine in the look of the house. Colours and sizes of its parts stand in `lab.css`, which gives its
 * variables the tokens of paper and ink; here is only what is no variable.
 */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 0,
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: inks(),
  components: {
    Accordion: Accordion.extend({ defaultProps: { chevronPosition: 'left' } }),
    Autocomplete: Autocomplete.extend({ defaultProps: { size: 'sm' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Checkbox: Checkbox.extend({ defaultProps: { iconColor: 'var(--paper)' } }),
    NumberInput: NumberInput.extend({ defaultProps: { hideControls: true, min: 0, size: 'sm' } }),
    Popover: Popover.extend({ defaultProps: { withArrow: true, shadow: 'md' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', withItemsBorders: false },
    }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 5, horizontalSpacing: 10 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        multiline: true,
        w: 260,
        withArrow: true,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});

/** Ink on paper, or paper on ink; `bad` and `good` are the only other colours a control has. */
function inks(): VariantColorsResolver {
  return ({ color, variant }) => {
    const ink = color === 'bad' || color === 'good' ? `var(--${color})` : 'var(--ink)';
    const faint = `color-mix(in srgb, ${ink} 10%, transparent)`;
    if (variant === 'filled') {
      const hover = `color-mix(in srgb, ${ink} 88%, var(--paper))`;
      return { background: ink, hover, color: 'var(--paper)', border: '1px solid transparent' };
    }
    const border = variant === 'outline' || variant === 'default' ? `1px solid ${ink}` : 'none';
    const background = variant === 'light' ? faint : 'transparent';
    return { background, hover: faint, color: ink, border };
  };
}
