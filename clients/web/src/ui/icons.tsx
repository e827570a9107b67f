import { createSvgIcon } from "@mui/material/utils";
import type { ReactNode } from "react";

/** An icon of lines, drawn in a square of 24. */
export function icon(name: string, drawing: ReactNode) {
  return createSvgIcon(
    <g fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
      {drawing}
    </g>,
    name,
  );
}

export const SendIcon = icon("Send", <path d="M5 12h13M12.5 5.5 19 12l-6.5 6.5" />);
export const MenuIcon = icon("Menu", <path d="M4 7h16M4 12h16M4 17h16" />);
export const MoreIcon = icon("More", <path d="M12 5.5v.01M12 12v.01M12 18.5v.01" strokeWidth="3" />);
export const CloseIcon = icon("Close", <path d="m6 6 12 12M18 6 6 18" />);
export const SearchIcon = icon(
  "Search",
  <path d="M15.5 15.5 20 20M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z" />,
);
export const DownloadIcon = icon("Download", <path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14" />);
export const CopyIcon = icon("Copy", <path d="M9 9h10v11H9zM6 15H5V4h10v2" />);
export const CheckIcon = icon("Check", <path d="m5 12.5 4.5 4.5L19 7.5" />);
export const ClockIcon = icon(
  "Clock",
  <path d="M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM12 7.5V12l3 2" />,
);
export const WarningIcon = icon("Warning", <path d="M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.01" />);
export const ThumbUpIcon = icon(
  "ThumbUp",
  <path d="M7.5 10.5 11 3.8c1.6 0 2.4 1.1 2.2 2.5l-.5 3h5c1.5 0 2.4 1.2 2 2.6l-1.7 6.2c-.3 1-1.1 1.7-2.2 1.7H7.5m0-9.3v9.3h-3v-9.3h3Z" />,
);
export const ThumbDownIcon = icon(
  "ThumbDown",
  <path d="m16.5 13.5-3.5 6.700c-1.6 0-2.4-1.1-2.2-2.500l.5-3h-5c-1.5 0-2.4-1.2-2-2.600L6 5.900c.3-1 1.1-1.7 2.2-1.700h8.300m0 9.300V4.200h3v9.300h-3Z" />,
);
export const DocumentIcon = icon(
  "Document",
  <path d="M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.500M9 12.500h6M9 16h6" />,
);
export const CalendarIcon = icon(
  "Calendar",
  <path d="M4.5 6h15v14h-15zM4.5 10h15M8.5 3.500V7M15.5 3.500V7" />,
);
export const AttachIcon = icon(
  "Attach",
  <path d="m19 11.5-7.2 7.200a4.6 4.6 0 0 1-6.5-6.500l7.6-7.600a3 3 0 0 1 4.3 4.300l-7.3 7.300a1.4 1.4 0 0 1-2-2l6.7-6.7" />,
);
export const LogOutIcon = icon(
  "LogOut",
  <path d="M14 4.500H6v15h8M11 12h9.500m-3.5-3.500L20.5 12 17 15.5" />,
);
export const LockIcon = icon(
  "Lock",
  <path d="M6 11h12v9H6zM8.5 11V7.500a3.5 3.5 0 0 1 7 0V11M12 14.800v1.7" />,
);
export const TextSizeIcon = icon(
  "TextSize",
  <path d="M3 19 8.5 5 14 19M5 14.500h7M15 19l3-8 3 8M16 16.500h4" />,
);
export const MoonIcon = icon("Moon", <path d="M19.5 14.300A8 8 0 0 1 9.7 4.500a8 8 0 1 0 9.8 9.800Z" />);
export const SunIcon = icon(
  "Sun",
  <path d="M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM12 2.500v2m0 15v2M2.5 12h2m15 0h2M5.3 5.300l1.4 1.400m10.6 10.6 1.4 1.400m0-13.4-1.4 1.400M6.7 17.300l-1.4 1.4" />,
);
export const AutoModeIcon = icon(
  "AutoMode",
  <path d="M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM12 3.500v17M15 4.500v15M18 6.200v11.6" />,
);
export const DevicesIcon = icon("Devices", <path d="M3 17.500h9M4.5 14.500v-9h14V8M15 11h6v9h-6z" />);
export const TrashIcon = icon(
  "Trash",
  <path d="M4.5 6.500h15M9.5 6V4h5v2M6.5 6.500l1 13.500h9l1-13.500M10 10.500v6M14 10.500v6" />,
);
export const RefreshIcon = icon("Refresh", <path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400M19.5 3.500V8h-4.5" />);
export const OfflineIcon = icon(
  "Offline",
  <path d="M3.5 3.500l17 17M9 7.200A11 11 0 0 1 12 6.800c3.2 0 6.1 1.3 8.2 3.400M3.8 10.200c.9-.9 1.9-1.6 3-2.200M7 13.600a7 7 0 0 1 4-1.900M15.5 12.600l1.4 1M12 18v.01" />,
);
export const EyeIcon = icon(
  "Eye",
  <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z" />,
);
export const EyeOffIcon = icon(
  "EyeOff",
  <path d="m4 4 16 16M9.9 5.800c.7-.2 1.4-.3 2.1-.3 6 0 9.5 6.5 9.5 6.500s-1 1.9-2.8 3.600M6.3 7.900C3.8 9.6 2.5 12 2.5 12S6 18.5 12 18.500c1.5 0 2.8-.4 4-1M10 10a3 3 0 0 0 4 4" />,
);
export const TableIcon = icon("Table", <path d="M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9" />);
export const ChartIcon = icon("Chart", <path d="M4.5 19.500h15M7 16v-4M12 16V6M17 16v-7" />);
export const DownIcon = icon("Down", <path d="M12 5v14m-6-6 6 6 6-6" />);
export const CaseIcon = icon("Case", <path d="M4 8h16v11.500H4zM9 8V5h6v3M4 13h16M12 12v2" />);
export const PersonIcon = icon(
  "Person",
  <path d="M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20c.7-3.6 3.7-5.5 7.5-5.500s6.8 1.9 7.5 5.5" />,
);
export const InstallIcon = icon("Install", <path d="M7 3.500h10v17H7zM12 8v6m-2.5-2.500L12 14l2.5-2.5" />);
export const LanguageIcon = icon(
  "Language",
  <path d="M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM3.5 12h17M12 3.500c2.5 2.3 3.7 5.1 3.7 8.500s-1.2 6.2-3.7 8.500c-2.5-2.3-3.7-5.1-3.7-8.500S9.5 5.8 12 3.500Z" />,
);
