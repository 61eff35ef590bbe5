using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The operations of authorizations, captures and refunds, and what becomes of them later.</summary>
internal sealed class PayPalPayments(PayPalAccount account)
{
    public void Hold(PayPalOrder order)
    {
        var hold = account.Keep(new PayPalAuthorization(order, account.NewId(), order.Amount, account.Now, account.Now + account.Options.AuthorizationLifetime)
        {
            InvoiceId = order.InvoiceId,
        });
        order.Authorizations.Add(hold);
        account.Emit("PAYMENT.AUTHORIZATION.CREATED", "authorization", hold.ToJson(), $"A payment authorization was created for {order.Amount.Value}.");
    }

    public PayPalCapture Capture(PayPalAuthorization hold, JsonObject body)
    {
        PayPalFields.Capture.Check(body);
        switch (hold.Status)
        {
            case PayPalAuthorization.Voided:
                throw PayPalRefusal.Business(hold.Expires <= account.Now ? "AUTHORIZATION_EXPIRED" : "AUTHORIZATION_VOIDED");
            case PayPalAuthorization.Captured:
                throw PayPalRefusal.Business("AUTHORIZATION_ALREADY_CAPTURED");
        }

        if (!hold.IsOpen)
            throw PayPalRefusal.Business("AUTHORIZATION_ALREADY_CAPTURED");
        var amount = body["amount"] is { } part ? PayPalAmount.Read(part, "amount") : hold.Amount;
        if (amount.Currency != hold.Amount.Currency)
            throw PayPalRefusal.Business("AUTH_CAPTURE_CURRENCY_MISMATCH", "amount.currency_code");
        if (hold.Taken + amount.Value > hold.Amount.Value * account.Options.MaxCapturePercent / 100)
            throw PayPalRefusal.Business("MAX_CAPTURE_AMOUNT_EXCEEDED", "amount.value");
        var (isFinal, invoiceId) = ((bool?)body["final_capture"] ?? false, (string?)body["invoice_id"]);
        switch (hold.Order.TakeDecline())
        {
            case PayPalCapture.Declined:
                return Take(hold.Order, hold, amount, isFinal, invoiceId ?? hold.InvoiceId, PayPalCapture.Declined);
            case { } issue:
                throw PayPalRefusal.Business(issue);
        }

        account.UseInvoice(invoiceId);
        var capture = Take(
            hold.Order, hold, amount, isFinal, invoiceId ?? hold.InvoiceId, hold.Order.IsDelayed ? PayPalCapture.Pending : PayPalCapture.Completed);
        hold.Status = hold.Taken >= hold.Amount.Value ? PayPalAuthorization.Captured : PayPalAuthorization.PartlyCaptured;
        hold.Updated = account.Now;
        return capture;
    }

    public PayPalAuthorization Void(PayPalAuthorization hold)
    {
        switch (hold.Status)
        {
            case PayPalAuthorization.Voided:
                throw PayPalRefusal.Business("PREVIOUSLY_VOIDED");
            case PayPalAuthorization.Captured:
                throw PayPalRefusal.Business("PREVIOUSLY_CAPTURED");
        }

        End(hold);
        return hold;
    }

    /// <summary>The hold is released, by the merchant or by time.</summary>
    public void End(PayPalAuthorization hold)
    {
        (hold.Status, hold.Updated) = (PayPalAuthorization.Voided, account.Now);
        account.Emit("PAYMENT.AUTHORIZATION.VOIDED", "authorization", hold.ToJson(), "A payment authorization was voided");
    }

    public PayPalCapture Take(
        PayPalOrder order, PayPalAuthorization? authorization, PayPalAmount amount, bool isFinal, string? invoiceId, string state, int unit = 0)
    {
        var capture = account.Keep(new PayPalCapture(order, account.NewId(), amount, account.Now)
        {
            Authorization = authorization,
            Unit = unit,
            IsFinal = isFinal,
            InvoiceId = invoiceId,
            State = state,
            Reason = state is PayPalCapture.Pending ? "ECHECK" : null,
        });
        order.Captures.Add(capture);
        Tell(capture);
        return capture;
    }

    public PayPalRefund Refund(PayPalCapture capture, JsonObject body)
    {
        PayPalFields.Refund.Check(body);
        var cases = account.Disputes.FindAll(d => d.Capture == capture && d.Outcome is null);
        if (cases.Exists(d => !d.IsInquiry))
            throw PayPalRefusal.Business("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK");
        if (capture.State is PayPalCapture.Pending)
            throw PayPalRefusal.Business("PENDING_CAPTURE");
        if (capture.State is not PayPalCapture.Completed)
            throw PayPalRefusal.Business("REFUND_NOT_ALLOWED");
        if (capture.Left <= 0)
            throw PayPalRefusal.Business("CAPTURE_FULLY_REFUNDED");
        var amount = body["amount"] is { } part ? PayPalAmount.Read(part, "amount") : capture.Amount.With(capture.Left);
        if (amount.Currency != capture.Amount.Currency)
            throw PayPalRefusal.Business("REFUND_CAPTURE_CURRENCY_MISMATCH", "amount.currency_code");
        if (amount.Value > capture.Left)
            throw PayPalRefusal.Business("REFUND_AMOUNT_EXCEEDED", "amount.value");
        if (cases.Count > 0 && amount.Value < capture.Left)
            throw PayPalRefusal.Business("TRANSACTION_DISPUTED");
        account.UseInvoice((string?)body["invoice_id"]);
        return Return(
            capture, amount, (string?)body["custom_id"] ?? capture.CustomId, (string?)body["note_to_payer"], (string?)body["invoice_id"],
            capture.Order.IsDelayed ? PayPalRefund.Pending : PayPalRefund.Completed);
    }

    /// <summary>A delayed capture or refund comes to its end.</summary>
    public void Settle(PayPalCapture capture, bool succeed)
    {
        (capture.State, capture.Reason, capture.Updated) = (succeed ? PayPalCapture.Completed : PayPalCapture.Declined, null, account.Now);
        Tell(capture);
    }

    public void Settle(PayPalRefund refund, bool succeed)
    {
        (refund.Status, refund.Updated) = (succeed ? PayPalRefund.Completed : PayPalRefund.Failed, account.Now);
        refund.Capture.Updated = account.Now;
        account.Emit(
            succeed ? "PAYMENT.CAPTURE.REFUNDED" : "PAYMENT.REFUND.FAILED", "refund", refund.ToJson(), succeed ? "A capture was refunded" : "A refund failed");
    }

    public PayPalDispute Dispute(PayPalCapture capture, string reason, bool isInquiry)
    {
        var dispute = account.Keep(new PayPalDispute("PP-D-" + account.NewId(5), capture, reason, isInquiry, account.Now));
        account.Disputes.Add(dispute);
        if (!isInquiry)
            (capture.State, capture.Reason, capture.Updated) = (PayPalCapture.Pending, "CHARGEBACK", account.Now);
        account.Emit("CUSTOMER.DISPUTE.CREATED", "dispute", dispute.ToJson(), "A new dispute opened");
        return dispute;
    }

    public void Resolve(PayPalDispute dispute, bool won)
    {
        (dispute.Outcome, dispute.Updated) = (won ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR", account.Now);
        var capture = dispute.Capture;
        (capture.State, capture.Reason, capture.Updated) = (PayPalCapture.Completed, null, account.Now);

        // PayPal gives the money back by itself, with a refund that carries the order's own id.
        if (!won)
            Return(
                capture, capture.Amount.With(capture.Left), capture.CustomId, "Payment reversed", invoiceId: null, PayPalRefund.Completed, "PAYMENT.CAPTURE.REVERSED");
        account.Emit("CUSTOMER.DISPUTE.RESOLVED", "dispute", dispute.ToJson(), "A dispute was resolved");
    }

    private PayPalRefund Return(
        PayPalCapture capture, PayPalAmount amount, string? customId, string? note, string? invoiceId, string status, string type = "PAYMENT.CAPTURE.REFUNDED")
    {
        var refund = account.Keep(new PayPalRefund(capture, account.NewId(), amount, account.Now)
        {
            Status = status, CustomId = customId, Note = note, InvoiceId = invoiceId,
        });
        capture.Refunds.Add(refund);
        capture.Updated = account.Now;
        account.Emit(status is PayPalRefund.Pending ? "PAYMENT.REFUND.PENDING" : type, "refund", refund.ToJson(), "A capture was refunded");
        return refund;
    }

    private void Tell(PayPalCapture capture) => account.Emit(
        $"PAYMENT.CAPTURE.{capture.State}", "capture", capture.ToJson(), $"A capture of {capture.Amount.Value} is {capture.State}");
}
