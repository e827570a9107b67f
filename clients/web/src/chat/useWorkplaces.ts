import type { SvgIconProps } from "@mui/material/SvgIcon";
import { type ComponentType, useContext, useMemo } from "react";
import { leadsTeam, worksAtDesk } from "../api/identity";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { CaseIcon, PersonIcon } from "../ui/icons";
import { useClient } from "../ui/Providers";
import { DESK, hrefOf, TEAM } from "../ui/route";
import { PanelContext } from "../ui/useNarrow";

export interface Workplace {
  href: string;
  label: string;
  Icon: ComponentType<SvgIconProps>;
}

/** The screens besides the chat that the person may open; the server decides again on what they ask there. */
export function useWorkplaces(): Workplace[] {
  const texts = useTexts();
  const person = useAppSelector((state) => state.session.person);
  const { services } = useClient().addresses;
  const base = useContext(PanelContext) ? `${services}/` : "";
  return useMemo(
    () => [
      ...(worksAtDesk(person) ? [{ href: base + hrefOf(DESK), label: texts.work.desk, Icon: CaseIcon }] : []),
      ...(leadsTeam(person) ? [{ href: base + hrefOf(TEAM), label: texts.work.team, Icon: PersonIcon }] : []),
    ],
    [texts, person, base],
  );
}
