import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import classes from './theme.module.css'

// Steps of even lightness in oklch: the accent at hue 275, red at 25, greys with a slight warmth at hues 70 to 80.
const ink: MantineColorsTuple = [
  '#f2f5ff',
  '#e5eaff',
  '#cbd5ff',
  '#abb9fe',
  '#8c9cf8',
  '#7180ef',
  '#565fde',
  '#474ec4',
  '#3b41a3',
  '#2f3580',
]
const red: MantineColorsTuple = [
  '#fff2f0',
  '#ffe1dd',
  '#ffc4bd',
  '#ff958d',
  '#ea7770',
  '#d15f59',
  '#b14a46',
  '#a03f3c',
  '#83312f',
  '#652523',
]
const gray: MantineColorsTuple = [
  '#fbfaf8',
  '#f6f4f1',
  '#edebe7',
  '#e2dfdb',
  '#d0cdc9',
  '#aaa7a2',
  '#83807b',
  '#605d59',
  '#3f3d39',
  '#282623',
]
const dark: MantineColorsTuple = [
  '#e7e4e1',
  '#c0bdba',
  '#95928e',
  '#656360',
  '#4a4744',
  '#3b3936',
  '#2e2c2a',
  '#22201e',
  '#1b1917',
  '#121110',
]

export const theme = createTheme({
  colors: { ink, red, gray, dark },
  primaryColor: 'ink',
  primaryShade: 6,
  black: '#282623',
  autoContrast: true,
  respectReducedMotion: true,
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '16px', lg: '20px', xl: '28px' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '48px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '1.2' },
      h2: { fontSize: '20px', lineHeight: '1.2' },
      h3: { fontSize: '16px', lineHeight: '1.2' },
    },
  },
  components: {
    Button: { defaultProps: { fw: 500 }, classNames: { root: classes.button } },
    SegmentedControl: {
      classNames: { root: classes.segments, indicator: classes.indicator, label: classes.segment },
    },
    ActionIcon: { classNames: { root: classes.sign } },
    CloseButton: { classNames: { root: classes.sign } },
    Input: { classNames: { input: classes.field } },
    InputWrapper: {
      classNames: { label: classes.label, description: classes.described, error: classes.refused },
    },
    Modal: {
      classNames: { title: classes.heading },
      defaultProps: { centered: true, radius: 'md', overlayProps: { backgroundOpacity: 0.45 } },
    },
    Drawer: { classNames: { title: classes.heading } },
    Menu: {
      classNames: { item: classes.item },
      // The placeholder is a focusable element that a menu may not hold.
      defaultProps: { shadow: 'md', transitionProps: { duration: 120 }, withInitialFocusPlaceholder: false },
    },
  },
})

/** Mantine's own variables, pointed at the tokens of `tokens.css`. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--np-bg)',
    '--mantine-color-text': 'var(--np-text)',
    '--mantine-color-dimmed': 'var(--np-muted)',
    '--mantine-color-placeholder': 'var(--np-muted)',
    '--mantine-color-default': 'var(--np-surface)',
    '--mantine-color-default-hover': 'var(--np-hover)',
    '--mantine-color-default-color': 'var(--np-text)',
    '--mantine-color-default-border': 'var(--np-control-line)',
    '--mantine-color-error': 'var(--np-red)',
    '--mantine-color-anchor': 'var(--np-accent-text)',
  }
  return { variables: {}, light: shared, dark: shared }
}
