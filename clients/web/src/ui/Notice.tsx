import Alert, { type AlertColor } from "@mui/material/Alert";
import type { ReactNode } from "react";
import { ApiProblem, SessionEnded, Unreachable } from "../api/problem";
import type { Texts } from "../locale/texts";
import { CheckIcon, ClockIcon, WarningIcon } from "./icons";

/** What went wrong in plain words, what to do, and the code for support when it is our fault. */
export function messageOf(error: unknown, texts: Texts): string {
  if (error instanceof Unreachable) return texts.problem.unreachable;
  if (error instanceof SessionEnded) return texts.login.expired;
  if (!(error instanceof ApiProblem)) return texts.problem.unexpected;
  const { details, retryAfterS } = error;
  const said = [details.detail || texts.problem.unexpected];
  for (const field of details.errors ?? []) said.push(field.detail);
  if (retryAfterS !== null && error.status === 429) said.push(texts.problem.waitSeconds(retryAfterS));
  if (error.status >= 500 && details.instance) {
    said.push(texts.supportCode(details.instance.replace("urn:uuid:", "")));
  }
  return said.join(" ");
}

const ICONS: Record<AlertColor, ReactNode> = {
  error: <WarningIcon fontSize="inherit" />,
  warning: <WarningIcon fontSize="inherit" />,
  info: <ClockIcon fontSize="inherit" />,
  success: <CheckIcon fontSize="inherit" />,
};

/** A message in its place on the screen, told at once to screen readers when something went wrong. */
export function Notice({
  severity,
  children,
  action,
}: {
  severity: AlertColor;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Alert
      severity={severity}
      icon={ICONS[severity]}
      role={severity === "error" || severity === "warning" ? "alert" : "status"}
      action={action}
      sx={{ alignItems: "center", overflowWrap: "anywhere" }}
    >
      {children}
    </Alert>
  );
}
