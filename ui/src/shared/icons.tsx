import type { ReactNode } from "react";

type Props = { size?: number };

function Icon({ size = 16, children }: Props & { children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** An arrow to the place one came from. */
export const BackIcon = (props: Props) => (
  <Icon {...props}>
    <path d="M9.5 3.5 5 8l4.5 4.5" />
  </Icon>
);

/** Three dots: more can be done here. */
export const MoreIcon = (props: Props) => (
  <Icon {...props}>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.4" />
  </Icon>
);

/** Done. */
export const CheckIcon = (props: Props) => (
  <Icon {...props}>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);

/** Leaves a chooser open below. */
export const DownIcon = (props: Props) => (
  <Icon {...props}>
    <path d="m4 6.5 4 4 4-4" />
  </Icon>
);

/** Look at this first. */
export const WarnIcon = (props: Props) => (
  <Icon {...props}>
    <path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01" />
  </Icon>
);

/** Away with it. */
export const CloseIcon = (props: Props) => (
  <Icon {...props}>
    <path d="m4 4 8 8m0-8-8 8" />
  </Icon>
);

/** Sorted upwards or downwards. */
export const SortIcon = ({ down, ...props }: Props & { down: boolean }) => (
  <Icon {...props}>
    <path d={down ? "M8 3.5v9m-3-3 3 3 3-3" : "M8 12.5v-9m-3 3 3-3 3 3"} />
  </Icon>
);

/** Locked, or encrypted. */
export const LockIcon = (props: Props) => (
  <Icon {...props}>
    <path d="M5 7V5.2a3 3 0 0 1 6 0V7M3.8 7h8.4v6.2H3.8z" />
  </Icon>
);
