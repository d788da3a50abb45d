import { Button, Text, TextInput, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState, type SubmitEvent } from 'react'
import { paymentQuery } from '~/api/billingQueries'
import { client } from '~/api/client'
import { hasCode, unwrap } from '~/api/problem'
import type { Payment } from '~/api/types'
import { wordsForError } from '~/features/problems/problemWords'
import { announce } from '~/lib/announce'
import card from '~/ui/card.module.css'
import classes from './ReportForm.module.css'
import { asksForReport } from './stage'

const TX_ID_CHARS_MAX = 128

/** "I paid but see nothing": the transaction goes on record, and a person looks. */
export function ReportForm({ payment }: { payment: Payment }) {
  const { t, i18n } = useLingui()
  const id = useId()
  const open = asksForReport(payment)
  const [opened, setOpened] = useState(false)
  const [txId, setTxId] = useState('')
  const report = useReport(payment.id)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    report.mutate(txId.trim(), {
      onSuccess: () => announce(t`Thank you. A person will look for your payment.`),
    })
  }
  return (
    <div className={classes.report}>
      {!open && (
        <UnstyledButton
          className={classes.opener}
          aria-expanded={opened}
          aria-controls={id}
          onClick={() => setOpened(!opened)}
        >
          <Trans>I paid, but see nothing here</Trans>
        </UnstyledButton>
      )}
      {(open || opened) && (
        <form id={id} className={card.card} onSubmit={submit}>
          <Text fz="sm" c="dimmed">
            {payment.by_hand ? (
              <Trans>
                Give us the transaction id or the number of your transfer, and a person looks for it.
              </Trans>
            ) : (
              <Trans>
                It can take some minutes until a payment is seen. If it has been longer, give us its
                transaction id from your wallet or exchange, and a person looks for it.
              </Trans>
            )}
          </Text>
          <TextInput
            label={t`Transaction id`}
            value={txId}
            maxLength={TX_ID_CHARS_MAX}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTxId(event.currentTarget.value)}
            error={report.error && i18n._(wordsForError(report.error))}
          />
          <div className={card.acts}>
            <Button type="submit" disabled={txId.trim() === ''} loading={report.isPending}>
              <Trans>Ask us to look for it</Trans>
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}

function useReport(id: string) {
  const queryClient = useQueryClient()
  const { queryKey } = paymentQuery(id)
  return useMutation({
    mutationFn: (txId: string) =>
      unwrap(
        client.POST('/api/v1/payments/{id}/report', { params: { path: { id } }, body: { tx_id: txId } }),
      ),
    onSuccess: (payment) => queryClient.setQueryData(queryKey, { payment, etag: null }),
    onError: (error) => {
      if (hasCode(error, 'payment_already_paid')) void queryClient.invalidateQueries({ queryKey })
    },
  })
}
