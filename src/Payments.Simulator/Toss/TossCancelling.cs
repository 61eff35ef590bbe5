using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Cancels: the end of what was not paid, and refunds.</summary>
internal sealed class TossCancelling(TossAccount account)
{
    public TossPayment Cancel(SimulatedRequest request)
    {
        var payment = account.Get(request.RouteValues["key"]);
        var body = TossBody.Of(request, "cancelReason cancelAmount refundableAmount currency taxFreeAmount refundReceiveAccount");
        var reason = body.Required("cancelReason", 200);
        if (payment.Status is TossPayment.Canceled)
            throw new TossRefusal("ALREADY_CANCELED_PAYMENT");
        if (payment.Status is not (TossPayment.Waiting or TossPayment.Done or TossPayment.PartlyCanceled))
            throw new TossRefusal("NOT_CANCELABLE_PAYMENT");
        if (body.Text("currency", 3) is { } currency && currency != payment.Currency)
            throw new TossRefusal("INVALID_CURRENCY");
        var amount = body.Amount("cancelAmount", payment.Currency);
        if (amount is 0)
            throw new TossRefusal("INVALID_REFUND_AMOUNT");
        if (body.Amount("refundableAmount", payment.Currency) is { } expected && expected != payment.Balance)
            throw new TossRefusal("NOT_MATCHES_REFUNDABLE_AMOUNT");
        if (payment.Status is TossPayment.Waiting)
            return Void(payment, amount, reason);

        var left = payment.Amount - payment.Refunded;
        if (left <= 0 || amount > left)
            throw new TossRefusal("NOT_CANCELABLE_AMOUNT");
        CheckAccount(payment, body["refundReceiveAccount"]);
        var cancel = Add(payment, amount ?? left, reason);
        if (payment.RefundsLater)
        {
            cancel.Status = TossCancel.InProgress;
            return payment;
        }

        if (payment.Method is TossPayment.VirtualAccount)
            payment.RefundStatus = "PENDING";
        Finish(payment);
        return payment;
    }

    /// <summary>Ends a refund that is finished later.</summary>
    public void Settle(TossPayment payment, TossCancel cancel, bool succeed)
    {
        cancel.Status = succeed ? TossCancel.Done : TossCancel.Aborted;
        if (succeed)
            Finish(payment);
        account.TellCancel(cancel);
    }

    private TossPayment Void(TossPayment payment, decimal? amount, string reason)
    {
        if (amount is not null)
            throw new TossRefusal("NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT");
        Add(payment, payment.Amount, reason);
        payment.Status = TossPayment.Canceled;
        account.TellDeposit(payment);
        account.Tell(payment);
        return payment;
    }

    private TossCancel Add(TossPayment payment, decimal amount, string reason)
    {
        var cancel = new TossCancel
        {
            Key = account.NextId("txrd_"),
            Amount = amount,
            Reason = reason,
            At = account.Now,
            Left = payment.Balance - amount,
            RequestId = payment.RefundsLater ? account.NextId("cr_") : null,
        };

        // The order of the list means nothing: the newest stands first here, so that nobody relies on it.
        payment.Cancels.Insert(0, cancel);
        payment.LastTransactionKey = cancel.Key;
        return cancel;
    }

    private void Finish(TossPayment payment)
    {
        payment.Status = payment.Cancels.Where(cancel => cancel.Status is TossCancel.Done).Sum(cancel => cancel.Amount) == payment.Amount
            ? TossPayment.Canceled
            : TossPayment.PartlyCanceled;
        account.Tell(payment);
        if (payment.Method is TossPayment.VirtualAccount)
            account.TellDeposit(payment);
    }

    private static void CheckAccount(TossPayment payment, JsonNode? node)
    {
        if (payment.Method is not TossPayment.VirtualAccount)
        {
            if (node is not null)
                throw new TossRefusal("INVALID_REQUEST", "A refund account is for virtual accounts only.");
            return;
        }

        if (node is not JsonObject given)
            throw new TossRefusal("INVALID_REFUND_ACCOUNT_INFO");
        var body = TossBody.Of(given, "bank accountNumber holderName");
        body.Required("bank", 30);
        body.Required("holderName", 60);
        var number = body.Required("accountNumber", 20);
        if (!number.All(char.IsAsciiDigit) || number == payment.AccountNumber)
            throw new TossRefusal("INVALID_REFUND_ACCOUNT_NUMBER");
    }
}
