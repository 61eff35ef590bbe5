using System.Globalization;

namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time do.</content>
public sealed partial class TossSimulator
{
    private static readonly PayerActionKind[] Actions = [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate];

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) => Task.FromResult(Alone(() =>
    {
        _charging.Sweep();
        var settled = 0;
        foreach (var payment in _account.Payments.Where(payment => IsMeant(payment, id)).ToArray())
        {
            if (payment is { Status: TossPayment.Waiting, IsOverdue: false })
            {
                (succeed ? _charging.Deposit : (Action<TossPayment>)_charging.Expire)(payment);
                settled++;
            }

            foreach (var cancel in payment.Cancels.Where(cancel => cancel.Status is TossCancel.InProgress && (id is null || id == cancel.Key)).ToArray())
            {
                _cancelling.Settle(payment, cancel, succeed);
                settled++;
            }

            if (payment.RefundStatus is "PENDING")
            {
                payment.RefundStatus = succeed ? "COMPLETED" : "FAILED";
                settled++;
            }
        }

        return settled;
    }));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var payment = Find(paymentId) is { Status: TossPayment.Ready or TossPayment.InProgress or TossPayment.Waiting } open
            ? open
            : throw new InvalidOperationException($"'{paymentId}' is no payment that is open; one from the browser's SDK is not known before the payer has opened the window.");
        _charging.Expire(payment);
    }, cancellationToken);

    /// <summary>Lets the bank take back a deposit that was told by mistake: the payment waits for it again.</summary>
    /// <param name="paymentId">The payment key or the order id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it was taken back.</returns>
    public Task TakeBackDepositAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
        _charging.TakeBack(Find(paymentId) is { Status: TossPayment.Done, Method: TossPayment.VirtualAccount } paid
            ? paid
            : throw new InvalidOperationException($"'{paymentId}' is no deposit that came.")), cancellationToken);

    // A decline ends at the shop's address for failures; a payer who pays with a code agrees, and is declined when the shop confirms.
    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _charging.Sweep();
        var payment = action.SdkParameters is { } parameters ? FromBrowser(parameters.Reveal())
            : Find(paymentIdOrUrl) ?? throw new KeyNotFoundException($"The Toss Payments simulator knows nothing by '{paymentIdOrUrl}'.");
        if (payment.Status is TossPayment.Waiting)
        {
            if (action.Kind is PayerActionKind.Pay && !payment.IsOverdue)
                _charging.Deposit(payment);
            return PayerReturn.None;
        }

        if (payment.Status is not TossPayment.Ready)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {payment.Status}.");
        return action.Kind switch
        {
            PayerActionKind.Cancel => Failed(payment, "PAY_PROCESS_CANCELED", isOrderTold: false),
            PayerActionKind.Decline => Failed(payment, action.Code ?? "REJECT_CARD_COMPANY", isOrderTold: true),
            _ => Agreed(payment, action),
        };
    }

    private TossPayment FromBrowser(string parameters)
    {
        try
        {
            return _opening.FromBrowser(parameters);
        }
        catch (TossRefusal refusal)
        {
            throw new InvalidOperationException($"The SDK refuses: {refusal.Code}. {refusal.Message}", refusal);
        }
    }

    private PayerReturn Agreed(TossPayment payment, PayerAction action)
    {
        var isBrandPay = action.Method is "BRANDPAY";
        payment.Method = action.Kind is PayerActionKind.PayLate ? TossPayment.VirtualAccount
            : isBrandPay ? TossPayment.Card
            : action.Method ?? payment.Method ?? TossPayment.Card;
        payment.Type = isBrandPay ? "BRANDPAY" : payment.Type;
        (payment.Status, payment.AgreedAt, payment.Decline) = (TossPayment.InProgress, Time.GetUtcNow(), action.Code);
        var amount = payment.Amount.ToString(CultureInfo.InvariantCulture);
        var type = payment.IsWidget ? $"&paymentType={(isBrandPay ? "BRANDPAY" : "NORMAL")}" : "";
        return Back(payment.SuccessUrl, $"paymentKey={payment.Key}&orderId={payment.OrderId}&amount={amount}{type}");
    }

    // The window can be opened again, with the same order.
    private static PayerReturn Failed(TossPayment payment, string code, bool isOrderTold) =>
        Back(payment.FailUrl, $"code={code}&message=refused{(isOrderTold ? "&orderId=" + payment.OrderId : "")}");

    private static PayerReturn Back(string? url, string query) =>
        url is null ? PayerReturn.None : new(new Uri(url + (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query));

    private TossPayment? Find(string text) =>
        _account.Find(text) ?? _account.OfOrder(text) ?? _account.Payments.FirstOrDefault(payment => payment.HasCheckout && payment.Checkout(BaseAddress).AbsoluteUri == text);

    private static bool IsMeant(TossPayment payment, string? id) =>
        id is null || payment.Key == id || payment.OrderId == id || payment.Cancels.Exists(cancel => cancel.Key == id);

    private PayerPage? Describe(string key) => _account.Find(key) is not { } payment
        ? null
        : new(payment.OrderName, string.Create(CultureInfo.InvariantCulture, $"{payment.Amount} {payment.Currency}"), payment.Status is TossPayment.Ready);
}
