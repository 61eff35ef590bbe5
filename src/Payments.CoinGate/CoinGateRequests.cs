using System.Globalization;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>Turns requests into CoinGate's forms, and refuses what CoinGate could not carry out.</summary>
internal static class CoinGateRequests
{
    internal static FormFields Order(PaymentRequest request, CoinGateOptions options, string? token)
    {
        var extras = request.Extras.Get<CoinGatePaymentExtras>();
        var description = Text(request.Description) ?? "Order " + request.OrderId;
        var form = new FormFields()
            .Add("order_id", request.OrderId)
            .Add("price_amount", Amount(request.Amount))
            .Add("price_currency", request.Amount.Currency.Code)
            .Add("receive_currency", string.IsNullOrWhiteSpace(extras?.ReceiveCurrency) ? options.ReceiveCurrency : extras.ReceiveCurrency)
            .Add("title", ProviderText.Cut(Text(extras?.Title) ?? description, CoinGateDefaults.MaxTitleLength))
            .Add("description", ProviderText.Cut(description, CoinGateDefaults.MaxDescriptionLength))
            .Add("callback_url", Web(request.WebhookUrl ?? options.WebhookUrl, nameof(PaymentRequest.WebhookUrl)))
            .Add("success_url", Web(request.ReturnUrl, nameof(PaymentRequest.ReturnUrl)))
            .Add("cancel_url", Web(request.CancelUrl, nameof(PaymentRequest.CancelUrl)))
            .Add("token", token);
        if (request.Customer is { } customer)
        {
            using (form.Section("shopper"))
                Add(form, customer);
        }

        return form;
    }

    internal static FormFields Refund(RefundRequest request, CoinGateOptions options, CoinGateRefundExtras extras, Money amount) => new FormFields()
        .Add("amount", Amount(amount, request.Payment))
        .Add("address", extras.Address!.Value.Reveal())
        .Add("address_memo", extras.AddressMemo?.Reveal())
        .Add("currency_id", extras.CurrencyId)
        .Add("platform_id", extras.PlatformId)
        .Add("ledger_account_id", LedgerAccount(extras, options))
        .Add("reason", CoinGateReason.Write(request))
        .Add("email", extras.Email!.Value.Reveal())
        .Add("callback_url", Web(request.WebhookUrl ?? options.WebhookUrl, nameof(RefundRequest.WebhookUrl)))
        .Add("skip_user_address_confirmation", extras.SkipUserAddressConfirmation ? (bool?)true : null);

    /// <summary>The extras of a refund, with everything that CoinGate cannot do without.</summary>
    /// <exception cref="PaymentRequestException">Something is missing; the message names exactly that.</exception>
    internal static CoinGateRefundExtras Needed(RefundRequest request, CoinGateOptions options)
    {
        var extras = request.Extras.Get<CoinGateRefundExtras>() ?? new CoinGateRefundExtras();
        List<string> missing = [];
        if (IsMissing(extras.Address))
            missing.Add(nameof(extras.Address));
        if (extras.CurrencyId is null)
            missing.Add(nameof(extras.CurrencyId));
        if (extras.PlatformId is null)
            missing.Add(nameof(extras.PlatformId));
        if (string.IsNullOrWhiteSpace(LedgerAccount(extras, options)))
            missing.Add($"{nameof(extras.LedgerAccountId)} (or {nameof(CoinGateOptions)}.{nameof(CoinGateOptions.RefundLedgerAccountId)})");
        if (IsMissing(extras.Email))
            missing.Add(nameof(extras.Email));
        return missing.Count == 0 ? extras : throw new PaymentRequestException(
            $"A refund at CoinGate sends coins to an address: {nameof(CoinGateRefundExtras)} lacks {string.Join(", ", missing)}.", payment: request.Payment);

        static bool IsMissing(Sensitive<string>? value) => string.IsNullOrWhiteSpace(value?.Reveal());
    }

    internal static bool IsWeb(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    private static string? LedgerAccount(CoinGateRefundExtras extras, CoinGateOptions options) =>
        string.IsNullOrWhiteSpace(extras.LedgerAccountId) ? options.RefundLedgerAccountId : extras.LedgerAccountId;

    private static void Add(FormFields form, PaymentCustomer customer)
    {
        var address = customer.BillingAddress?.Reveal();
        form.Add("email", customer.Email?.Reveal())
            .Add("ip_address", customer.IpAddress?.Reveal().ToString())
            .Add("residence_address", address?.Line1)
            .Add("residence_postal_code", address?.PostalCode)
            .Add("residence_city", address?.City)
            .Add("residence_country", address?.CountryCode);
    }

    // What is shorter than CoinGate takes is left out for something longer.
    private static string? Text(string? text) => text?.Trim() is { Length: >= CoinGateDefaults.MinTextLength } enough ? enough : null;

    // What is finer is refused, never rounded.
    private static decimal Amount(Money money, PaymentReference? payment = null)
    {
        if (!money.IsPositive)
            throw new PaymentRequestException("The amount must be above zero.", PaymentErrorCode.InvalidAmount, payment);
        if (money.Currency.Exponent is { } digits && decimal.Round(money.Amount, digits) != money.Amount)
        {
            throw new PaymentRequestException(
                $"{money.Currency.Code} has {digits.ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer.", PaymentErrorCode.InvalidAmount, payment);
        }

        return money.Amount;
    }

    private static Uri? Web(Uri? url, string name) => url is null || IsWeb(url)
        ? url
        : throw new PaymentRequestException($"{name} must be an absolute http or https address: CoinGate refuses any other.");
}
