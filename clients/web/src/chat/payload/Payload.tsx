import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense } from "react";
import { CaseCard } from "./CaseCard";
import { DataTable } from "./DataTable";
import { Documents } from "./Documents";
import { readPayload, type StructuredPayload } from "./model";
import { Picker } from "./Picker";

const ChartCard = lazy(() => import("../charts/ChartCard"));

/**
 * The structured part of an answer, if this client knows its kind; the text says the same either way. A question that
 * has been answered is not put again.
 */
export function Payload({ payload, latest }: { payload: unknown; latest: boolean }) {
  const known = readPayload(payload);
  if (!known || (known.type === "picker" && !latest)) return null;
  return (
    <Box data-payload={known.type} sx={{ mt: 1, width: "100%", maxWidth: 640 }}>
      {shown(known)}
    </Box>
  );
}

function shown(payload: StructuredPayload) {
  switch (payload.type) {
    case "table":
      return <DataTable table={payload} />;
    case "chart":
      return (
        <Suspense fallback={<Skeleton variant="rounded" height={300} />}>
          <ChartCard chart={payload} />
        </Suspense>
      );
    case "documents":
      return <Documents items={payload.items} />;
    case "picker":
      return <Picker picker={payload} />;
    case "case":
      return <CaseCard opened={payload} />;
  }
}
