import type { Role } from "../api/identity";
import { useAppSelector } from "../store";

export interface DeskRights {
  personId: string;
  /** Takes, answers and closes cases. */
  handles: boolean;
  /** Opens the files that people attach and answers corrections of their data. */
  isHr: boolean;
  imports: boolean;
  audits: boolean;
}

/** What the person's roles let them do here, so that no screen offers what the services would refuse. */
export function useDeskRights(): DeskRights {
  const person = useAppSelector((state) => state.session.person);
  const has = (...roles: Role[]): boolean => roles.some((role) => person?.roles.includes(role));
  return {
    personId: person?.id ?? "",
    handles: has("hr", "payroll"),
    isHr: has("hr"),
    imports: has("hr", "payroll"),
    audits: has("auditor"),
  };
}
