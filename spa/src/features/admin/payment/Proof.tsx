import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { downloadFrom } from '~/lib/download'

/** Everything on record of the payment as a sheet of text, for a dispute. */
export function Proof({ id }: { id: string }) {
  return (
    <Button
      size="xs"
      fz="sm"
      variant="default"
      onClick={() => downloadFrom(`/api/v1/admin/payments/${id}/proof`)}
    >
      <Trans>Download the proof</Trans>
    </Button>
  )
}
