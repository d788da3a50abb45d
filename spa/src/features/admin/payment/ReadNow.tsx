import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { useAdminAct } from '../access'
import { RefusalNotice } from '../acts/RefusalNotice'
import { useTell } from '../acts/Told'
import type { PaymentFile } from '../file/types'

interface Props {
  id: string
  onDone: (file: PaymentFile) => void
}

/** Asks the processor at once. Nothing is put on record but what it tells, so no reason is asked for. */
export function ReadNow({ id, onDone }: Props) {
  const { t } = useLingui()
  const tell = useTell()
  const read = useAdminAct<undefined, PaymentFile>(
    () => unwrap(client.POST('/api/v1/admin/payments/{id}/read', { params: { path: { id } } })),
    {
      onSuccess: (file) => {
        tell(t`The processor was asked; this is what it tells now.`)
        onDone(file)
      },
    },
  )
  return (
    <>
      <Button
        size="xs"
        fz="sm"
        variant="default"
        loading={read.isPending}
        onClick={() => read.mutate(undefined)}
      >
        <Trans>Ask the processor now</Trans>
      </Button>
      <RefusalNotice error={read.error} />
    </>
  )
}
