using Payments.Http;

namespace Payments.Toss;

/// <summary>A payment as Toss Payments told it, and when.</summary>
internal readonly record struct TossFound(TossPayment Payment, DateTimeOffset? AsOf)
{
    internal bool IsUnknown => !TossMapping.Statuses.ContainsKey(Payment.Status ?? "");

    internal PaymentStatus Status => TossAnswers.StatusOf(Payment, AsOf);

    /// <summary>Whether it waits for the payer or for the confirmation.</summary>
    internal bool IsOpen => TossMapping.Statuses.GetValueOrDefault(Payment.Status ?? "") is PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation;
}

/// <summary>Reads payments, by their key or by our order.</summary>
internal sealed class TossReader(ProviderHttpClient http, TossAnswers answers, TimeProvider time)
{
    /// <summary>The payment; what nobody has opened yet stays what it was when it was made.</summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var response = await LookAsync(payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        TossFound? found = IsMissing(response) ? null : Read(response);
        if (found is { } there && IsOf(there, payment))
            return Whole(there, payment.Known);
        return Unopened(payment.Known, response.Date) ?? throw (found is null ? response.ToException() : OfAnother(payment));
    }

    /// <summary>The payment as it was told.</summary>
    /// <exception cref="PaymentNotFoundException">Toss Payments does not know it.</exception>
    /// <exception cref="PaymentConflictException">Its key is another order's.</exception>
    internal async Task<TossFound> FindAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken) =>
        Read(await LookAsync(payment, operation, cancellationToken).ConfigureAwait(false)) is var found && IsOf(found, payment) ? found : throw OfAnother(payment);

    /// <summary>
    /// The payment that a message is about, by its key or else its order. Each try of an order has a key of its own: what one of them that was not paid
    /// says is not what has become of the order, so that is read then. Null when Toss Payments knows none, or only a try that counts no more.
    /// </summary>
    internal async Task<TossFound?> ToldAsync(string? key, string? orderId, Payment? known, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, orderId, cancellationToken).ConfigureAwait(false) is not { } found)
            return null;
        if (found.Status.IsPaid() || found.Payment.OrderId is not { } order)
            return found;
        var same = known?.Reference.OrderId == order ? known : null;
        var newest = same is null ? null : TossIds.KeyOf(same.Reference);
        if (newest is not null && !IsReplaceable(same))
            return newest == found.Payment.PaymentKey ? found : await FindAsync(newest, null, cancellationToken).ConfigureAwait(false);
        if (key is null)
            return found;

        // Only what was approved is sure to be found by its order: a deposit that is waited for may not be.
        return await FindAsync(null, order, cancellationToken).ConfigureAwait(false)
            ?? (same is null || newest == found.Payment.PaymentKey || found.Status == PaymentStatus.Pending ? found : null);
    }

    /// <summary>The payment of a key or else an order. Null when Toss Payments knows none.</summary>
    internal async Task<TossFound?> FindAsync(string? key, string? orderId, CancellationToken cancellationToken)
    {
        var path = key is not null ? PathOfKey(key) : PathOfOrder(orderId);
        var response = await SendAsync(path, null, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        return IsMissing(response) ? null : Read(response);
    }

    /// <summary>What has become of a payment after a call that was sent. Null when that cannot be told: the call's own outcome stands.</summary>
    internal async Task<TossFound?> TryFindAsync(string? key, string? orderId)
    {
        try
        {
            return await FindAsync(key, orderId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException)
        {
            return null;
        }
    }

    /// <summary>The payment with what was known of it, if it is the same.</summary>
    internal Payment Whole(TossFound found, Payment? known)
    {
        var same = known is not null && known.Reference.OrderId == found.Payment.OrderId ? known : null;
        return Kept(answers.Payment(found.Payment, found.AsOf, same), same);
    }

    // A try that is not paid may have been followed by another one of the same order, with another key. Only what was approved is sure to be found by its order.
    private async Task<ProviderResponse> LookAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var (key, order) = (TossIds.KeyOf(payment), TossIds.OrderOf(payment));
        if (key is not null && (order is null || !IsReplaceable(payment.Known)))
            return await SendAsync(PathOfKey(key), payment, operation, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(PathOfOrder(order ?? payment.PaymentId), payment, operation, cancellationToken).ConfigureAwait(false);
        return key is not null && IsMissing(response) ? await SendAsync(PathOfKey(key), payment, operation, cancellationToken).ConfigureAwait(false) : response;
    }

    /// <summary>Whether another try may have taken the place of the one that is known.</summary>
    internal static bool IsReplaceable(Payment? known) => known?.Status
        is PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Failed or PaymentStatus.Expired or PaymentStatus.Cancelled;

    // Keys come through browsers: one that belongs to another order says nothing of this one.
    private static bool IsOf(TossFound found, PaymentReference payment) =>
        string.IsNullOrEmpty(found.Payment.OrderId) || TossIds.OrderOf(payment) is not { } order || order == found.Payment.OrderId;

    private static PaymentConflictException OfAnother(PaymentReference payment) => new(
        "The payment key belongs to another order: name the payment by its order alone.", PaymentErrorCode.Mismatch, payment);

    private static bool IsMissing(ProviderResponse response) => response.Error is { Kind: PaymentErrorKind.NotFound };

    private static string PathOfKey(string key) => "/v1/payments/" + ProviderPath.Segment(key);

    private static string PathOfOrder(string? orderId) => "/v1/payments/orders/" + ProviderPath.Segment(orderId);

    private Payment? Unopened(Payment? known, DateTimeOffset? asOf) => known switch
    {
        { Status: PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation } when known.CreatedAt + TossDefaults.UnopenedLifetime < (asOf ?? time.GetUtcNow()) =>
            known with { Status = PaymentStatus.Expired, AsOf = asOf, NextAction = null, Facts = [] },
        { Status: PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Failed or PaymentStatus.Cancelled or PaymentStatus.Expired } =>
            known with { AsOf = asOf, Facts = [] },
        _ => null,
    };

    // The browser's parameters open another window while the payment is open; one that we have given up is not confirmed, whatever the payer does.
    private static Payment Kept(Payment read, Payment? known) => (read.Status, known) switch
    {
        (PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Failed or PaymentStatus.Expired, { Status: PaymentStatus.Cancelled }) =>
            read with { Status = PaymentStatus.Cancelled, NextAction = null, Error = null },
        (PaymentStatus.RequiresAction, { NextAction: ClientSdkAction page }) => read with { NextAction = page },
        (PaymentStatus.Pending, { NextAction: BankDepositAction { DueAt: not null } deposit }) when read.NextAction is not BankDepositAction { DueAt: not null } =>
            read with { NextAction = deposit },
        _ => read,
    };

    private Task<ProviderResponse> SendAsync(string path, PaymentReference? payment, PaymentOperations operation, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = path, Kind = ProviderCallKind.Read, Operation = operation, Payment = payment }, cancellationToken);

    private static TossFound Read(ProviderResponse response) => new(TossCalls.Read(response), response.Date);
}
