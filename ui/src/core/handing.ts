import { useQuery, useQueryClient } from "@tanstack/react-query";

const KEY = ["handedOver"];

/** Whether the computer was handed to a reader and is not yet back with the coordinator. */
export function useHandedOver(): boolean {
  const { data } = useQuery<boolean>({
    queryKey: KEY,
    queryFn: () => false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? false;
}

/** Returns how to say that the computer was handed over, or is back. */
export function useHanding(): (over: boolean) => void {
  const client = useQueryClient();
  return (over) => void client.setQueryData<boolean>(KEY, over);
}
