import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  NumberInput,
  Radio,
  SegmentedControl,
  Select,
  Table,
  TagsInput,
  TextInput,
  Tooltip,
} from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eaf4fa",
  "#d3e6f1",
  "#a5cce3",
  "#74b1d5",
  "#4d9ac8",
  "#338cc0",
  "#1c79ae",
  "#0b5f91",
  "#095480",
  "#06466c",
];

/** What warns of harm, dark enough for small letters. */
const red: MantineColorsTuple = [
  "#fbeeed",
  "#f6d9d6",
  "#ecb1ab",
  "#e1867d",
  "#d75f54",
  "#cb4338",
  "#c0332a",
  "#b3261e",
  "#992019",
  "#7d1a14",
];

const quick = { duration: 100 };
const shade = { backgroundOpacity: 0.4, blur: 0 };

/** The workbench: light and dense, one family of letters, colour only where it means something. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: 7,
  colors: { accent, red },
  black: "#16191d",
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.43", lg: "1.5", xl: "1.4" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "600" },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    // The variant is named, so that a page's main button can be told from the others.
    Button: Button.extend({
      defaultProps: { size: "sm", variant: "filled" },
      vars: (_theme, { size }) => ({
        root:
          size === "sm"
            ? {
                "--button-height": "32px",
                "--button-padding-x": "14px",
                "--button-fz": "14px",
              }
            : {},
      }),
      styles: { label: { fontWeight: 500 } },
    }),
    Checkbox: Checkbox.extend({ defaultProps: { size: "xs" } }),
    Drawer: Drawer.extend({
      defaultProps: { position: "right", transitionProps: quick, overlayProps: shade },
    }),
    Menu: Menu.extend({ defaultProps: { transitionProps: quick, shadow: "md" } }),
    Modal: Modal.extend({ defaultProps: { transitionProps: quick, overlayProps: shade } }),
    MultiSelect: MultiSelect.extend({ defaultProps: { size: "sm" } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: "sm" } }),
    Radio: Radio.extend({ defaultProps: { size: "xs" } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: "sm", transitionDuration: 100 },
    }),
    Select: Select.extend({ defaultProps: { size: "sm", allowDeselect: false } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 10 } }),
    TagsInput: TagsInput.extend({ defaultProps: { size: "sm" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, transitionProps: quick, withArrow: true },
    }),
  },
});
