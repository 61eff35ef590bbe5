namespace Payments.Simulator;

/// <summary>The operations of Refunds.</summary>
internal sealed class StripeRefunds(StripeAccount account)
{
    public StripeRefund Create(StripeForm form)
    {
        var charge = ChargeOf(form);
        var left = charge.AmountCaptured - charge.AmountRefunded;
        if (left <= 0)
            throw StripeRefusal.State("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        if (account.Disputes.Exists(d => d.Charge == charge && d.BlocksRefunds))
            throw StripeRefusal.State("charge_disputed", $"Charge {charge.Id} has been charged back; cannot issue a refund.");
        var amount = form.Long("amount") ?? left;
        if (amount > left)
            throw StripeRefusal.State(
                code: null, $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param: "amount");
        StripeMoney.CheckUnit(amount, charge.Intent.Currency);
        var refund = account.Keep(account.Refunds, new StripeRefund
        {
            Id = account.NewId(charge.Method.Profile.Card is null ? "pyr_" : "re_"),
            Created = account.Now,
            Charge = charge,
            Amount = amount,
            Status = charge.Method.Profile.RefundStatus,
            BalanceTransaction = account.NewId("txn_"),
            Reason = form["reason"],
            InstructionsEmail = form["instructions_email"],
            Metadata = form.Map("metadata"),
        });
        charge.Refunds.Add(refund);
        account.Emit("refund.created", refund);
        account.Emit("charge.refunded", charge);
        return refund;
    }

    public StripeRefund Update(StripeRefund refund, StripeForm form)
    {
        StripeIntents.Merge(refund.Metadata, form);
        Changed(refund);
        return refund;
    }

    public StripeRefund Cancel(StripeRefund refund)
    {
        if (refund.Status is not StripeRefund.RequiresAction)
            throw StripeRefusal.State(
                code: null, $"A refund can only be canceled in the state requires_action; this one is {refund.Status}.");
        refund.Status = StripeRefund.Canceled;
        Changed(refund);
        return refund;
    }

    /// <summary>Ends a refund that waits.</summary>
    public void Settle(StripeRefund refund, bool succeed)
    {
        if (!succeed)
        {
            Fail(refund);
            return;
        }

        refund.Status = StripeRefund.Succeeded;
        Changed(refund);
    }

    /// <summary>The payer's bank does not take the money; it goes back to the merchant's balance.</summary>
    public void Fail(StripeRefund refund)
    {
        refund.Status = StripeRefund.Failed;
        refund.FailureReason = "unknown";
        account.Emit("refund.failed", refund);
        Changed(refund);
    }

    private void Changed(StripeRefund refund)
    {
        account.Emit("refund.updated", refund);
        account.Emit("charge.refund.updated", refund);
    }

    private StripeCharge ChargeOf(StripeForm form)
    {
        if (form["charge"] is { } chargeId)
            return CheckCaptured(account.Get<StripeCharge>(chargeId, "charge", "charge"));
        if (form["payment_intent"] is not { } intentId)
            throw StripeRefusal.Parameter(
                "parameter_missing",
                "One of the following params should be provided for this request: payment_intent or charge.",
                "payment_intent");
        var intent = account.Get<StripeIntent>(intentId, "payment_intent", "payment_intent");
        return CheckCaptured(intent.LatestCharge ?? throw NothingToRefund(intent));
    }

    private static StripeCharge CheckCaptured(StripeCharge charge) =>
        charge.AmountCaptured > 0 ? charge : throw NothingToRefund(charge.Intent);

    private static StripeRefusal NothingToRefund(StripeIntent intent) => StripeRefusal.State(
        "payment_intent_unexpected_state", $"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.");
}
