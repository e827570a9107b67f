import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useDeferredValue, useState } from "react";
import { auditApi, type FoundPerson } from "../api/audit";
import { useDeskTexts } from "../texts/texts";
import { useSettled } from "./useSettled";

const SHORTEST_SEARCH = 2;
const TYPING_MS = 300;

interface PersonFieldProps {
  label: string;
  person: FoundPerson | null;
  onChoose: (person: FoundPerson | null) => void;
}

/** Finds a person by name or e-mail; who is found is asked for once the typing pauses. */
export function PersonField({ label, person, onChoose }: PersonFieldProps) {
  const texts = useDeskTexts().audit;
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(useSettled(typed.trim(), TYPING_MS));
  const tooShort = search.length < SHORTEST_SEARCH;
  const { currentData, isFetching } = auditApi.usePeopleQuery(search, {
    skip: tooShort || search === person?.full_name,
    refetchOnMountOrArgChange: false,
  });
  return (
    <Autocomplete
      size="small"
      // Within the page, and so within what screen readers take for its content.
      disablePortal
      options={tooShort ? [] : (currentData ?? [])}
      value={person}
      inputValue={typed}
      loading={isFetching}
      loadingText={texts.searching}
      noOptionsText={tooShort ? texts.shortSearch : texts.noPeople}
      // The services have searched, accents and all.
      filterOptions={(found) => found}
      getOptionKey={(each) => each.user_id}
      getOptionLabel={(each) => each.full_name}
      isOptionEqualToValue={(a, b) => a.user_id === b.user_id}
      onInputChange={(_event, text) => setTyped(text)}
      onChange={(_event, chosen) => onChoose(chosen)}
      renderOption={({ key, ...props }, each) => (
        <Box component="li" key={key} {...props}>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2">{each.full_name}</Typography>
            <Typography variant="caption" color="textSecondary" component="p" noWrap>
              {[each.position, each.email].filter(Boolean).join(" · ")}
            </Typography>
          </Box>
        </Box>
      )}
      renderInput={(props) => <TextField {...props} label={label} placeholder={texts.search} />}
    />
  );
}
