using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.BitPay;

/// <summary>Turns requests into BitPay's bodies, and refuses what BitPay could not carry out.</summary>
internal static class BitPayRequests
{
    internal static BitPayInvoiceCall Invoice(PaymentRequest request, BitPayOptions options, string guid)
    {
        var extras = request.Extras.Get<BitPayPaymentExtras>();
        if (extras is { AutoRedirect: true } && request.ReturnUrl is null)
            throw new PaymentRequestException("BitPayPaymentExtras.AutoRedirect needs a ReturnUrl to send the payer to.");
        return new BitPayInvoiceCall
        {
            Token = options.ApiToken,
            Price = Amount(request.Amount),
            Currency = request.Amount.Currency.Code,
            OrderId = request.OrderId,
            Guid = guid,
            ItemDesc = string.IsNullOrWhiteSpace(request.Description) ? null : request.Description,
            NotificationUrl = Webhook(request.WebhookUrl, options),
            RedirectUrl = request.ReturnUrl?.OriginalString,
            CloseUrl = request.CancelUrl?.OriginalString,
            AutoRedirect = extras is { AutoRedirect: true } ? true : null,
            PosData = request.Metadata.Count == 0 ? null
                : JsonSerializer.Serialize(request.Metadata, BitPayMetadataJson.Default.IReadOnlyDictionaryStringString),
            TransactionSpeed = extras?.TransactionSpeed?.ToString().ToLowerInvariant(),
            Buyer = Buyer(request.Customer),
            PaymentCurrencies = extras is { PaymentCurrencies.Count: > 0 } ? [.. extras.PaymentCurrencies] : null,
            AcceptanceWindow = Window(request.ExpiresAfter),
        };
    }

    internal static BitPayRefundCall Refund(RefundRequest request, BitPayOptions options, string invoiceId, Money amount, string guid)
    {
        var extras = request.Extras.Get<BitPayRefundExtras>();
        return new BitPayRefundCall
        {
            Token = options.ApiToken,
            InvoiceId = invoiceId,
            Amount = Amount(amount, request.Payment),
            Currency = amount.Currency.Code,
            Immediate = extras is { Immediate: true } ? true : null,
            BuyerPaysRefundFee = extras is { BuyerPaysRefundFee: true } ? true : null,
            Reference = request.Reference.Length <= BitPayDefaults.MaxReferenceLength
                ? request.Reference
                : throw new PaymentRequestException(
                    $"Reference has at most {BitPayDefaults.MaxReferenceLength.ToString(CultureInfo.InvariantCulture)} characters at BitPay.", payment: request.Payment),
            Guid = guid,
            NotificationUrl = Webhook(request.WebhookUrl, options),
        };
    }

    internal static bool IsHttps(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps;

    // What is finer is refused, never rounded.
    private static decimal Amount(Money money, PaymentReference? payment = null)
    {
        var decimals = BitPayDefaults.Precisions.TryGetValue(money.Currency.Code, out var precision) ? precision : money.Currency.Exponent;
        if (!money.IsPositive)
            throw new PaymentRequestException("The amount must be above zero.", PaymentErrorCode.InvalidAmount, payment);
        if (decimals is { } digits && decimal.Round(money.Amount, digits) != money.Amount)
        {
            throw new PaymentRequestException(
                $"BitPay takes {money.Currency.Code} with {digits.ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer.",
                PaymentErrorCode.InvalidAmount, payment);
        }

        return money.Amount;
    }

    private static string? Webhook(Uri? own, BitPayOptions options) => (own ?? options.WebhookUrl) is not { } url ? null
        : IsHttps(url) ? url.OriginalString
        : throw new PaymentRequestException("WebhookUrl must be an absolute https address: BitPay posts to no other.");

    private static long? Window(TimeSpan? expiresAfter)
    {
        if (expiresAfter is not { } window)
            return null;
        return window >= TimeSpan.FromMilliseconds(1) && window <= BitPayDefaults.MaxAcceptanceWindow
            ? (long)window.TotalMilliseconds
            : throw new PaymentRequestException("ExpiresAfter is at most 15 minutes at BitPay, which is also what it is without one.");
    }

    private static BitPayBuyer? Buyer(PaymentCustomer? customer)
    {
        if (customer is null or { Name: null, Email: null, Phone: null, BillingAddress: null })
            return null;
        var address = customer.BillingAddress?.Reveal();
        return new BitPayBuyer
        {
            Name = customer.Name?.Reveal(),
            Address1 = address?.Line1,
            Address2 = address?.Line2,
            Locality = address?.City,
            Region = address?.Region,
            PostalCode = address?.PostalCode,
            Country = address?.CountryCode,
            Email = customer.Email?.Reveal(),
            Phone = customer.Phone?.Reveal(),
        };
    }
}
