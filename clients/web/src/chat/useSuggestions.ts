import { useMemo } from "react";
import { worksAtDesk } from "../api/identity";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";

/** Questions worth asking, by what the person may do; the server decides again when they are asked. */
export function useSuggestions(): string[] {
  const texts = useTexts();
  const person = useAppSelector((state) => state.session.person);
  return useMemo(() => {
    const { everyone, manager, staff } = texts.suggested;
    return [
      ...everyone,
      ...(person?.roles.includes("manager") ? manager : []),
      ...(worksAtDesk(person) ? staff : []),
    ];
  }, [texts, person]);
}
