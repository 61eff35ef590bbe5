using System.Globalization;

namespace Payments.Simulator;

/// <summary>What happens to a payment between its beginning and its money.</summary>
internal sealed class TossCharging(TossAccount account)
{
    public TossPayment Confirm(SimulatedRequest request, bool isBrandPay)
    {
        var body = TossBody.Of(request, "paymentKey orderId amount" + (isBrandPay ? " customerKey" : ""));
        if (isBrandPay)
            body.Required("customerKey", 300);
        var payment = account.Get(body.Required("paymentKey", 200));
        if (body.OrderId() != payment.OrderId || (payment.Type is "BRANDPAY") != isBrandPay)
            throw new TossRefusal("FORBIDDEN_REQUEST");
        if (body.Amount("amount", payment.Currency) != payment.Amount)
            throw new TossRefusal("INVALID_REQUEST", "The amount is not the one that the payer agreed to.");
        if (payment.Status is TossPayment.Ready or TossPayment.Expired)
            throw new TossRefusal("NOT_FOUND_PAYMENT_SESSION");
        if (payment.Status is not TossPayment.InProgress)
            throw new TossRefusal("ALREADY_PROCESSED_PAYMENT");
        account.RefuseUsed(payment.OrderId);
        if (payment.Decline is { } code)
        {
            (payment.Status, payment.Failure) = (TossPayment.Aborted, code);
            account.Tell(payment);
            throw new TossRefusal(code, "The simulator's bank declines.");
        }

        if (payment.Method is TossPayment.VirtualAccount)
            Issue(payment);
        else
            Approve(payment, isTold: true);
        return payment;
    }

    /// <summary>Takes the money. A billing charge that succeeds is told by its answer only.</summary>
    public void Approve(TossPayment payment, bool isTold)
    {
        payment.Status = TossPayment.Done;
        payment.ApprovedAt = account.Now;
        payment.LastTransactionKey = account.NextId("txrd_");
        if (isTold)
            account.Tell(payment);
    }

    /// <summary>Gives the account to deposit to.</summary>
    public void Issue(TossPayment payment)
    {
        payment.Status = TossPayment.Waiting;
        payment.AccountNumber = "X" + (6_505_636_518_000 + account.Payments.Count).ToString(CultureInfo.InvariantCulture);
        payment.LastTransactionKey = account.NextId("txrd_");
        account.TellDeposit(payment);
    }

    public void Deposit(TossPayment payment)
    {
        (payment.Status, payment.ApprovedAt) = (TossPayment.Done, account.Now);
        account.TellDeposit(payment);
        account.Tell(payment);
    }

    /// <summary>The bank takes a deposit back that was told by mistake.</summary>
    public void TakeBack(TossPayment payment)
    {
        (payment.Status, payment.ApprovedAt) = (TossPayment.Waiting, null);
        account.TellDeposit(payment);
    }

    /// <summary>Time runs out. Of a deposit that is overdue nobody is told.</summary>
    public void Expire(TossPayment payment)
    {
        if (payment.Status is TossPayment.Waiting)
        {
            payment.IsOverdue = true;
            return;
        }

        (payment.Status, payment.Failure) = (TossPayment.Expired, "EXPIRED_PAYMENT");
        account.Tell(payment);
    }

    /// <summary>What time alone does.</summary>
    public void Sweep()
    {
        var (now, options) = (account.Now, account.Options);
        foreach (var payment in account.Payments.ToArray())
        {
            var isOver = payment.Status switch
            {
                TossPayment.Ready => payment.RequestedAt + options.WindowLifetime < now,
                TossPayment.InProgress => payment.AgreedAt + options.ConfirmationLifetime < now,
                TossPayment.Waiting => !payment.IsOverdue && payment.DueDate < now,
                _ => false,
            };
            if (isOver)
                Expire(payment);
        }
    }
}
