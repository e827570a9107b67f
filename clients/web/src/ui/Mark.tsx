import SvgIcon, { type SvgIconProps } from "@mui/material/SvgIcon";

/** The product's mark: a speech bubble that holds a payslip's lines and its total. */
export function Mark(props: SvgIconProps) {
  return (
    <SvgIcon viewBox="0 0 48 48" {...props}>
      <path
        fill="currentColor"
        d="M11 5h26a7 7 0 0 1 7 7v18a7 7 0 0 1-7 7H25l-9.3 7.200A1.7 1.7 0 0 1 13 42.900V37h-2a7 7 0 0 1-7-7V12a7 7 0 0 1 7-7Z"
      />
      <path
        fill="none"
        stroke="var(--mark-lines, #ffffff)"
        strokeWidth="3.2"
        strokeLinecap="round"
        d="M13 14.500h13M13 21h9M13 28.500h22M31 14.500h4M29 21h6"
      />
    </SvgIcon>
  );
}
