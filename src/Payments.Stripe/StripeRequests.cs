using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.Http;

namespace Payments.Stripe;

/// <summary>Writes the bodies of the calls, and refuses what Stripe could not carry out as asked.</summary>
internal static class StripeRequests
{
    /// <summary>A Checkout Session: one page for one payment.</summary>
    internal static FormFields Session(PaymentRequest request, DateTimeOffset now)
    {
        Check(request);
        if (request.ReturnUrl is not { } returnUrl)
            throw Refused("Stripe's hosted page needs ReturnUrl, to send the payer back to. "
                + "Without a page, give a PaymentToken or StripePaymentExtras.Flow = ClientSecret.");
        if (request.OrderId.Length > StripeDefaults.MaxPageOrderIdLength)
            throw Refused($"OrderId has at most {Text(StripeDefaults.MaxPageOrderIdLength)} characters on Stripe's hosted page.");
        var extras = request.Extras.Get<StripePaymentExtras>();
        if (extras?.OffSession == true)
            throw Refused("StripePaymentExtras.OffSession needs a PaymentToken: a page cannot be used without the payer.");
        var form = new FormFields()
            .Add("mode", StripeDefaults.PaymentMode)
            .Add("client_reference_id", request.OrderId)
            .Add("success_url", returnUrl)
            .Add("cancel_url", request.CancelUrl ?? returnUrl)
            .Add("expires_at", ExpiresAt(request.ExpiresAfter, now))
            .Add("locale", Locale(request.Locale))
            .Add("customer", Given(request.CustomerId))
            .Add("customer_email", Given(request.CustomerId) is null ? request.Customer?.Email?.Reveal() : null)
            .AddList("allowed_payment_method_types", MethodTypes(request.Method));
        var metadata = MetadataOf(request, isPage: true);
        form.Add("metadata", metadata);
        AddItems(form, request);
        using (form.Section("payment_intent_data"))
            AddIntentData(form, request, extras, metadata);
        return form;
    }

    /// <summary>A PaymentIntent: confirmed at once with a token, else by the payer's own page with the client secret.</summary>
    internal static FormFields Intent(PaymentRequest request)
    {
        Check(request);
        if (request.ExpiresAfter is not null)
            throw Refused("ExpiresAfter is for Stripe's hosted page only: a PaymentIntent has no end. Cancel it when the time is over.");
        var extras = request.Extras.Get<StripePaymentExtras>();
        var form = new FormFields()
            .Add("amount", StripeMoney.ToWire(request.Amount))
            .Add("currency", Code(request.Amount.Currency))
            .Add("customer", Given(request.CustomerId))
            .AddList("allowed_payment_method_types", MethodTypes(request.Method));
        AddIntentData(form, request, extras, MetadataOf(request, isPage: false));
        if (request.PaymentToken is { } token)
            AddConfirmation(form, request, extras, token.Reveal());
        else if (extras?.OffSession == true)
            throw Refused("StripePaymentExtras.OffSession needs a PaymentToken: there is nothing to charge without the payer.");
        return form.Add("expand[]", "latest_charge");
    }

    internal static FormFields Capture(CaptureRequest request) => new FormFields()
        .Add("amount_to_capture", request.Amount is { } amount ? StripeMoney.ToWire(amount, request.Payment) : (long?)null)
        .Add("final_capture", request.IsFinal ? null : false)
        .Add("expand[]", "latest_charge");

    internal static FormFields Cancel(CancelRequest request) => new FormFields()
        .Add("cancellation_reason", request.Reason is { } reason && StripeDefaults.CancelReasons.Contains(reason) ? reason : null)
        .Add("expand[]", "latest_charge");

    internal static FormFields Refund(RefundRequest request, string? intent, string? charge)
    {
        if (request.BankAccount is not null)
            throw Refused("Stripe pays a refund back to where the money came from, or asks the payer itself: leave BankAccount out.", payment: request.Payment);
        var extras = request.Extras.Get<StripeRefundExtras>();
        var isCode = request.Reason is { } reason && StripeDefaults.RefundReasons.Contains(reason);
        var metadata = Own(request.Metadata, request.Payment);
        metadata[StripeDefaults.RefundReferenceKey] = request.Reference;
        if (Given(request.Reason) is { } words && !isCode)
            metadata[StripeDefaults.RefundReasonKey] = ProviderText.Cut(words, StripeDefaults.MaxMetadataValueLength)!;
        CheckMetadata(metadata, request.Payment);
        return new FormFields()
            .Add("payment_intent", intent)
            .Add("charge", intent is null ? charge : null)
            .Add("amount", request.Amount is { } amount ? StripeMoney.ToWire(amount, request.Payment) : (long?)null)
            .Add("reason", isCode ? request.Reason : null)
            .Add("instructions_email", extras?.InstructionsEmail?.Reveal())
            .Add("refund_application_fee", extras?.RefundApplicationFee)
            .Add("reverse_transfer", extras?.ReverseTransfer)
            .Add("metadata", metadata);
    }

    private static void Check(PaymentRequest request)
    {
        if (!request.Amount.IsPositive)
            throw Refused("The amount must be above zero.", PaymentErrorCode.InvalidAmount);
        if (request.Installments > 1)
            throw Refused("Instalments cannot be asked for through this package: leave Installments out, the payer may be offered them.");
        if (request.Channel == PaymentChannel.PointOfSale)
            throw Refused("Stripe Terminal is not supported: use Web, MobileWeb or App.");
    }

    private static void AddIntentData(FormFields form, PaymentRequest request, StripePaymentExtras? extras, Dictionary<string, string> metadata)
    {
        if (extras?.StatementDescriptorSuffix is { Length: > StripeDefaults.MaxStatementSuffixLength })
            throw Refused($"StatementDescriptorSuffix has at most {Text(StripeDefaults.MaxStatementSuffixLength)} characters.");
        if (extras?.SendReceipt == true && request.Customer?.Email is null)
            throw Refused("StripePaymentExtras.SendReceipt needs Customer.Email.");
        if (extras?.ApplicationFee is { } fee && fee.Currency != request.Amount.Currency)
            throw Refused("ApplicationFee must be in the payment's currency.", PaymentErrorCode.InvalidAmount);
        form.Add("description", ProviderText.Cut(Given(request.Description), StripeDefaults.MaxDescriptionLength))
            .Add("capture_method", request.CaptureMode == CaptureMode.Manual ? "manual" : null)
            .Add("receipt_email", extras?.SendReceipt == true ? request.Customer?.Email?.Reveal() : null)
            .Add("setup_future_usage", extras?.SetupFutureUsage switch
            {
                StripeFutureUsage.OnSession => "on_session",
                StripeFutureUsage.OffSession => "off_session",
                _ => null,
            })
            .Add("statement_descriptor_suffix", Given(extras?.StatementDescriptorSuffix))
            .Add("application_fee_amount", extras?.ApplicationFee is { } amount ? StripeMoney.ToWire(amount) : (long?)null)
            .Add("transfer_data[destination]", Given(extras?.TransferDestination))
            .Add("on_behalf_of", Given(extras?.OnBehalfOf))
            .Add("transfer_group", Given(extras?.TransferGroup))
            .Add("metadata", metadata);
    }

    // Without an address to return to, methods that redirect cannot work and are kept out.
    private static void AddConfirmation(FormFields form, PaymentRequest request, StripePaymentExtras? extras, string token)
    {
        form.Add("confirm", true)
            .Add(token.StartsWith("ctoken_", StringComparison.Ordinal) ? "confirmation_token" : "payment_method", token)
            .Add("off_session", extras?.OffSession == true ? true : null)
            .Add("return_url", request.ReturnUrl);
        if (request.ReturnUrl is null)
            form.Add("automatic_payment_methods[enabled]", true).Add("automatic_payment_methods[allow_redirects]", "never");
    }

    private static void AddItems(FormFields form, PaymentRequest request)
    {
        var items = request.Items is { Count: > 0 and <= StripeDefaults.MaxLineItems } given && SumsUp(given, request.Amount)
            ? given
            : [new PaymentItem { Name = NameOf(request), UnitPrice = request.Amount }];
        for (var i = 0; i < items.Count; i++)
        {
            using (form.Section("line_items", i))
            {
                form.Add("quantity", (long)items[i].Quantity)
                    .Add("price_data[currency]", Code(request.Amount.Currency))
                    .Add("price_data[unit_amount]", StripeMoney.ToWire(items[i].UnitPrice))
                    .Add("price_data[product_data][name]", ProviderText.Cut(items[i].Name, StripeDefaults.MaxNameLength));
            }
        }
    }

    private static string NameOf(PaymentRequest request) => Given(request.Description) ?? request.OrderId;

    private static bool SumsUp(IReadOnlyList<PaymentItem> items, Money amount) =>
        items.All(item => item.UnitPrice.Currency == amount.Currency && item.Quantity > 0 && item.UnitPrice.Amount >= 0 && Given(item.Name) is not null)
        && items.Sum(item => item.UnitPrice.Amount * item.Quantity) == amount.Amount;

    private static Dictionary<string, string> MetadataOf(PaymentRequest request, bool isPage)
    {
        var metadata = Own(request.Metadata, null);
        metadata[StripeDefaults.OrderIdKey] = request.OrderId;
        if (isPage)
            metadata[StripeDefaults.FlowKey] = StripeDefaults.HostedPage;
        if (request.CaptureMode == CaptureMode.Manual)
            metadata[StripeDefaults.CaptureKey] = StripeDefaults.ManualCapture;
        CheckMetadata(metadata, null);
        return metadata;
    }

    private static Dictionary<string, string> Own(IReadOnlyDictionary<string, string> metadata, PaymentReference? payment) =>
        metadata.Keys.FirstOrDefault(StripeDefaults.OwnKeys.Contains) is { } taken
            ? throw Refused($"The metadata key '{taken}' is used by this package: choose another.", payment: payment)
            : new Dictionary<string, string>(metadata, StringComparer.Ordinal);

    private static void CheckMetadata(Dictionary<string, string> metadata, PaymentReference? payment)
    {
        if (metadata.Count > StripeDefaults.MaxMetadataEntries)
            throw Refused($"Stripe keeps at most {Text(StripeDefaults.MaxMetadataEntries)} metadata entries, ours included.", payment: payment);
        foreach (var (key, value) in metadata)
        {
            if (key.Length is 0 or > StripeDefaults.MaxMetadataKeyLength || key.AsSpan().ContainsAny('[', ']'))
                throw Refused($"A metadata key has 1 to {Text(StripeDefaults.MaxMetadataKeyLength)} characters and no square brackets.", payment: payment);
            if (value.Length > StripeDefaults.MaxMetadataValueLength)
                throw Refused($"A metadata value has at most {Text(StripeDefaults.MaxMetadataValueLength)} characters.", payment: payment);
        }
    }

    private static string[]? MethodTypes(PaymentMethod method) =>
        method == PaymentMethod.Unspecified ? null
        : StripeMapping.Askable.TryGetValue(method, out var types) ? types
        : throw Refused($"Stripe has no payment method of the kind {method} to ask for: leave Method out.", PaymentErrorCode.MethodUnavailable);

    private static DateTimeOffset? ExpiresAt(TimeSpan? lifetime, DateTimeOffset now) =>
        lifetime is null ? null
        : lifetime < StripeDefaults.MinSessionLifetime || lifetime > StripeDefaults.MaxSessionLifetime
            ? throw Refused("Stripe's hosted page stays open for 30 minutes to 24 hours: choose ExpiresAfter between them.")
        : now + lifetime;

    // The page's own languages; one that it lacks is left to the payer's browser.
    private static string? Locale(string? tag)
    {
        if (tag is null || StripeDefaults.Locales.Contains(tag))
            return tag;
        var language = tag.Split('-')[0];
        return StripeDefaults.Locales.Contains(language) ? language : null;
    }

    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Stripe wants currencies in lower case.")]
    internal static string Code(Currency currency) => currency.Code.ToLowerInvariant();

    // An empty text would unset the field.
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static PaymentRequestException Refused(string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null) =>
        new(rule, code, payment);
}
