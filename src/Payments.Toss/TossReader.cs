using Payments.Http;

namespace Payments.Toss;

/// <summary>A payment as Toss Payments told it, and when.</summary>
internal readonly record struct TossFound(TossPayment Payment, DateTimeOffset? AsOf)
{
    internal bool IsUnknown => !TossMapping.Statuses.ContainsKey(Payment.Status ?? "");

    /// <summary>Whether it waits for the payer or for the confirmation.</summary>
    internal bool IsOpen => TossMapping.Statuses.GetValueOrDefault(Payment.Status ?? "") is PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation;
}

/// <summary>Reads payments, by their key or by our order.</summary>
internal sealed class TossReader(ProviderHttpClient http, TossAnswers answers, TimeProvider time)
{
    /// <summary>The payment; what nobody has opened yet stays what it was when it was made.</summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var response = await SendAsync(PathOf(payment), payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        if (response.Error is { Kind: PaymentErrorKind.NotFound } && Unopened(payment.Known, response.Date) is { } unopened)
            return unopened;
        return Whole(Read(response), payment.Known);
    }

    /// <summary>The payment as it was told.</summary>
    /// <exception cref="PaymentNotFoundException">Toss Payments does not know it.</exception>
    internal async Task<TossFound> FindAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken) =>
        Read(await SendAsync(PathOf(payment), payment, operation, cancellationToken).ConfigureAwait(false));

    /// <summary>The payment of a key or else an order that a message named. Null when Toss Payments knows none.</summary>
    internal async Task<TossFound?> FindAsync(string? key, string? orderId, CancellationToken cancellationToken)
    {
        var path = key is not null ? PathOfKey(key) : PathOfOrder(orderId);
        var response = await SendAsync(path, null, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.NotFound } ? null : Read(response);
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

    // An attempt that has ended unpaid may have been followed by another one of the same order, with another key.
    private static string PathOf(PaymentReference payment) =>
        TossIds.KeyOf(payment) is { } key
        && !(payment.Known?.Status is PaymentStatus.Failed or PaymentStatus.Expired or PaymentStatus.Cancelled && TossIds.OrderOf(payment) is not null)
            ? PathOfKey(key)
            : PathOfOrder(TossIds.OrderOf(payment) ?? payment.PaymentId);

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
        _ => read,
    };

    private Task<ProviderResponse> SendAsync(string path, PaymentReference? payment, PaymentOperations operation, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = path, Kind = ProviderCallKind.Read, Operation = operation, Payment = payment }, cancellationToken);

    private static TossFound Read(ProviderResponse response) => new(TossCalls.Read(response), response.Date);
}
