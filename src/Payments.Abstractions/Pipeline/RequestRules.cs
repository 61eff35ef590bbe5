using System.Globalization;

namespace Payments;

/// <summary>What every provider wants of a request, checked before anything is written or sent. Pure.</summary>
internal static class RequestRules
{
    private const int MaxIdLength = 255;

    internal static void Check(IPaymentProvider provider, PaymentRequest request)
    {
        Id(request.OrderId, "OrderId");
        Key(request.IdempotencyKey);
        Positive(request.Amount, "Amount");
        if (!provider.Capabilities.Currencies.MayUse(request.Amount.Currency))
            throw new PaymentRequestException($"{provider.Name} does not take {request.Amount.Currency.Code}.", PaymentErrorCode.UnsupportedCurrency);
        if (request.CaptureMode is CaptureMode.Manual && !provider.Supports(PaymentOperations.Capture))
            throw new PaymentOperationNotSupportedException(provider.Name, PaymentOperations.Capture, "It cannot hold money first: use CaptureMode.Automatic.");
        foreach (var item in request.Items ?? [])
        {
            if (item.Quantity < 1)
                throw new PaymentRequestException("An item's Quantity is at least 1.");
            SameCurrency(item.UnitPrice, request.Amount, "An item's UnitPrice");
        }

        Tax(request.Tax, request.Amount);
        Absolute(request.ReturnUrl, "ReturnUrl");
        Absolute(request.CancelUrl, "CancelUrl");
        Absolute(request.WebhookUrl, "WebhookUrl");
        if (request.Installments is < 0 or 1 or > 60)
            throw new PaymentRequestException("Installments is 0 for a single payment, or 2 to 60 months.");
        if (request.ExpiresAfter <= TimeSpan.Zero)
            throw new PaymentRequestException("ExpiresAfter is above zero.");
        if (request.CountryCode is { } country && (country.Length != 2 || country.AsSpan().ContainsAnyExceptInRange('A', 'Z')))
            throw new PaymentRequestException("CountryCode is an ISO 3166-1 alpha-2 code in upper case, such as 'KR'.");
    }

    internal static void Check(IPaymentProvider provider, ConfirmPaymentRequest request)
    {
        Payment(provider, request.Payment);
        if (request.IdempotencyKey is { } key)
            Key(key);
        if (request.Amount is { } amount)
            Positive(amount, "Amount");
    }

    internal static void Check(IPaymentProvider provider, CaptureRequest request)
    {
        Payment(provider, request.Payment);
        Key(request.IdempotencyKey);
        if (request.Amount is { } amount)
            Positive(amount, "Amount");
        if (!request.IsFinal && !provider.Supports(PaymentOperations.MultipleCapture))
            throw new PaymentOperationNotSupportedException(provider.Name, PaymentOperations.MultipleCapture, "Set IsFinal.", request.Payment);
    }

    internal static void Check(IPaymentProvider provider, CancelRequest request)
    {
        Payment(provider, request.Payment);
        Key(request.IdempotencyKey);
    }

    internal static void Check(IPaymentProvider provider, RefundRequest request)
    {
        Payment(provider, request.Payment);
        Key(request.IdempotencyKey);
        if (request.Amount is { } amount)
        {
            Positive(amount, "Amount");
            Tax(request.Tax, amount);
        }

        Absolute(request.WebhookUrl, "WebhookUrl");
    }

    internal static void Check(FindPaymentsRequest request)
    {
        if (request.Limit is < 1 or > 100)
            throw new PaymentRequestException("Limit is 1 to 100.");
        if (request.CreatedFrom >= request.CreatedTo)
            throw new PaymentRequestException("CreatedFrom is before CreatedTo.");
    }

    internal static void Payment(IPaymentProvider provider, PaymentReference payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        if (payment.Provider != provider.Name)
            throw new PaymentRequestException($"The payment belongs to the registration '{payment.Provider}', this is '{provider.Name}'.", payment: payment);
    }

    private static void Id(string id, string name)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > MaxIdLength || HasControl(id))
            throw new PaymentRequestException($"{name} is 1 to {MaxIdLength.ToString(CultureInfo.InvariantCulture)} visible characters; 6 to 40 of A-Z a-z 0-9 _ -, beginning with a letter, is taken by every provider.");
    }

    private static void Key(string key)
    {
        if (string.IsNullOrWhiteSpace(key) || key.Length > IdempotencyKey.MaxLength || HasControl(key))
            throw new PaymentRequestException($"IdempotencyKey is 1 to {IdempotencyKey.MaxLength.ToString(CultureInfo.InvariantCulture)} visible characters.");
    }

    private static bool HasControl(string text) =>
        text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f');

    private static void Positive(Money money, string name)
    {
        if (money.Currency.Code.Length == 0)
            throw new PaymentRequestException($"{name} has no currency.", PaymentErrorCode.InvalidAmount);
        if (!money.IsPositive)
            throw new PaymentRequestException($"{name} is above zero.", PaymentErrorCode.InvalidAmount);
        if (money.Currency.Exponent is { } exponent && !Fits(money.Amount, exponent))
        {
            throw new PaymentRequestException(
                $"{name} {money} is finer than {money.Currency.Code} can hold, which has {exponent.ToString(CultureInfo.InvariantCulture)} decimals: it is refused, not rounded.",
                PaymentErrorCode.InvalidAmount);
        }
    }

    private static bool Fits(decimal amount, int exponent) => decimal.Round(amount, Math.Min(exponent, 28)) == amount;

    private static void SameCurrency(Money money, Money amount, string name)
    {
        if (money.Currency != amount.Currency)
            throw new PaymentRequestException($"{name} is in the currency of the amount, {amount.Currency.Code}.", PaymentErrorCode.InvalidAmount);
        if (money.Amount < 0)
            throw new PaymentRequestException($"{name} is not negative.", PaymentErrorCode.InvalidAmount);
    }

    private static void Tax(PaymentTax? tax, Money amount)
    {
        if (tax is null)
            return;
        foreach (var (part, name) in (ReadOnlySpan<(Money?, string)>)[(tax.TaxFree, "Tax.TaxFree"), (tax.Vat, "Tax.Vat")])
        {
            if (part is not { } money)
                continue;
            SameCurrency(money, amount, name);
            if (money > amount)
                throw new PaymentRequestException($"{name} is contained in the amount, so it is not above it.", PaymentErrorCode.InvalidAmount);
        }
    }

    private static void Absolute(Uri? url, string name)
    {
        if (url is null)
            return;
        if (!url.IsAbsoluteUri)
            throw new PaymentRequestException($"{name} is an absolute address.");
    }
}
