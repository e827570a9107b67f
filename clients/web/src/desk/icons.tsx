import { icon } from "../ui/icons";

export const BackIcon = icon("Back", <path d="M19 12H6m5.500-6L5.500 12l6 6" />);
export const InboxIcon = icon(
  "Inbox",
  <path d="M4 13.500 6.500 5h11l2.500 8.500V19H4zM4 13.500h4.500l1.500 2.500h4l1.500-2.500H20" />,
);
export const QuestionIcon = icon(
  "Question",
  <path d="M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM9.500 9.800a2.600 2.600 0 1 1 3.700 2.400c-.8.4-1.200.9-1.200 1.700m0 2.800v.01" />,
);
export const UploadIcon = icon(
  "Upload",
  <path d="M12 15.500V4.500m-4.500 4.500L12 4.500l4.500 4.500M5 19.500h14" />,
);
export const ShieldIcon = icon(
  "Shield",
  <path d="M12 3.500 5 6v5.500c0 4.300 2.800 7.300 7 9 4.200-1.700 7-4.700 7-9V6zM9 12l2.200 2.200L15.200 10" />,
);
export const FilterIcon = icon("Filter", <path d="M4 6.500h16M7 12h10M10 17.500h4" />);
