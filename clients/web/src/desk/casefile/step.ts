import type { Step } from "../api/cases";

/** Takes a step in the open case and says so; throws what the API throws, after the case shows why. */
export type StepTaker = (step: Omit<Step, "caseId" | "seenSteps">, done: string) => Promise<void>;
