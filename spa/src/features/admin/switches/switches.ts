import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { components } from '~/api.gen'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { useAdminAct, withAccess } from '../access'

type Schemas = components['schemas']

export type SwitchState = Schemas['SwitchState']
export type SetSwitch = Schemas['SetSwitch']
export type ExtendAll = Schemas['ExtendAll']
export type ExtendAllReply = Schemas['ExtendAllReply']

export const switchesQuery = queryOptions({
  queryKey: ['admin', 'switches'],
  queryFn: async ({ signal }) =>
    (await withAccess(() => unwrap(client.GET('/api/v1/admin/switches', { signal })))).items,
})

export function useSetSwitch(onDone: () => void) {
  const queryClient = useQueryClient()
  return useAdminAct((body: SetSwitch) => unwrap(client.PUT('/api/v1/admin/switches', { body })), {
    onSuccess: ({ items }) => {
      queryClient.setQueryData(switchesQuery.queryKey, items)
      // The banner and the counts tell of it, too.
      void queryClient.invalidateQueries({ queryKey: ['admin'] })
      onDone()
    },
  })
}

export function useExtendAll() {
  const queryClient = useQueryClient()
  return useAdminAct((body: ExtendAll) => unwrap(client.POST('/api/v1/admin/cycles/extend', { body })), {
    onSuccess: ({ dry_run }) => {
      if (!dry_run) void queryClient.invalidateQueries({ queryKey: ['admin'] })
    },
  })
}

/** The first of its values is the usual one. */
export function isUsual({ value, values }: Pick<SwitchState, 'value' | 'values'>): boolean {
  return value === values[0]
}

/** Customers are told of these, in the words of the operator. */
export function isTold({ name }: Pick<SwitchState, 'name'>): boolean {
  return name === 'generation' || name === 'read_only'
}
