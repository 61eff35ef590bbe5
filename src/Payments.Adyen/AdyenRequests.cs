using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>Writes what is sent, and refuses before sending what Adyen could not take.</summary>
internal sealed class AdyenRequests(AdyenOptions options, IPaymentProvider provider)
{
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 -.");
    private static readonly string[] RawCardMembers = ["number", "cvc", "expiryMonth", "expiryYear"];

    internal AdyenPaymentRequest Link(PaymentRequest request, DateTimeOffset requestedAt)
    {
        ProviderRules.Check(provider, request, RequestFeatures.Expiry);
        var extras = Extras(request, hasToken: false);
        if (extras?.ShopperInteraction is not null)
            throw new PaymentRequestException("A payment link takes no ShopperInteraction: leave it out, or use a session.");
        var body = Write(request, extras, request.ReturnUrl?.OriginalString is { } url ? Url(url, AdyenDefaults.MaxLinkReturnUrlLength) : null);
        body.ExpiresAt = ExpiresAt(request, requestedAt, AdyenDefaults.MaxLinkLifetime, "70 days");
        body.Description = ProviderText.Cut(request.Description, AdyenDefaults.MaxDescriptionLength);
        body.ManualCapture = SaysCapture(request) ? request.CaptureMode == CaptureMode.Manual : null;
        body.AllowedPaymentMethods = Methods(request);
        body.StorePaymentMethodMode = extras?.StorePaymentMethod == true ? "enabled" : null;
        return body;
    }

    internal AdyenPaymentRequest Session(PaymentRequest request, DateTimeOffset requestedAt, bool isHosted)
    {
        ProviderRules.Check(provider, request, RequestFeatures.Expiry);
        var extras = Extras(request, hasToken: false);
        var body = Write(request, extras, NeededUrl(request));
        body.Mode = isHosted ? "hosted" : null;
        body.Channel = ChannelOf(request);
        body.ExpiresAt = ExpiresAt(request, requestedAt, AdyenDefaults.MaxSessionLifetime, "24 hours");
        body.AdditionalData = CaptureData(request);
        body.AllowedPaymentMethods = Methods(request);
        body.StorePaymentMethodMode = extras?.StorePaymentMethod == true ? "enabled" : null;
        body.ShopperIp = request.Customer?.IpAddress?.Reveal().ToString();
        return body;
    }

    internal AdyenPaymentRequest Payment(PaymentRequest request)
    {
        ProviderRules.Check(provider, request, RequestFeatures.Token | RequestFeatures.Installments);
        var extras = Extras(request, hasToken: true);
        var method = MethodOf(request);
        var body = Write(request, extras, NeededUrl(request));
        body.PaymentMethod = method;
        body.BrowserInfo = extras?.BrowserInfo is { } browser ? BrowserOf(browser) : null;
        body.Origin = extras?.Origin is { } origin ? OriginOf(origin) : null;
        body.Channel = ChannelOf(request);
        body.AdditionalData = CaptureData(request);
        body.Installments = request.Installments > 1 ? new AdyenInstallments { Value = request.Installments.Value } : null;
        body.StorePaymentMethod = extras?.StorePaymentMethod == true ? true : null;
        body.ShopperIp = request.Customer?.IpAddress?.Reveal().ToString();
        return body;
    }

    internal AdyenModification Capture(PaymentReference payment, Money amount) => new()
    {
        MerchantAccount = options.MerchantAccount,
        Amount = AdyenMoney.ToWire(amount, payment),
        Reference = payment.OrderId,
    };

    internal AdyenModification Cancel(PaymentReference payment) => new() { MerchantAccount = options.MerchantAccount, Reference = payment.OrderId };

    internal AdyenModification CancelByReference(string orderId) => new()
    {
        MerchantAccount = options.MerchantAccount,
        PaymentReference = orderId,
        Reference = orderId,
    };

    internal AdyenModification Refund(RefundRequest request, Money amount)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        if (request.Reference.Length > AdyenDefaults.MaxReferenceLength)
            throw new PaymentRequestException("A refund's Reference has at most 80 characters at Adyen.", payment: request.Payment);
        if (request.Metadata.Count > 0)
            throw new PaymentRequestException("Adyen keeps no metadata with a refund: leave Metadata out, and find the refund by its Reference.", payment: request.Payment);
        var extras = request.Extras.Get<AdyenRefundExtras>();
        return new AdyenModification
        {
            MerchantAccount = options.MerchantAccount,
            Amount = AdyenMoney.ToWire(amount, request.Payment),
            Reference = request.Reference,
            MerchantRefundReason = request.Reason is { } reason && AdyenDefaults.RefundReasons.TryGetValue(reason, out var known) ? known : null,
            CapturePspReference = request.CaptureId,
            Store = extras?.Store,
            LineItems = extras is { Items.Count: > 0 } ? Items(extras.Items, request.Payment) : null,
        };
    }

    private AdyenPaymentRequest Write(PaymentRequest request, AdyenPaymentExtras? extras, string? returnUrl)
    {
        if (request.OrderId.Length > AdyenDefaults.MaxReferenceLength)
            throw new PaymentRequestException("OrderId has at most 80 characters at Adyen.");
        if (request.CustomerId is { Length: < AdyenDefaults.MinShopperReferenceLength or > AdyenDefaults.MaxShopperReferenceLength })
            throw new PaymentRequestException("CustomerId has 3 to 256 characters at Adyen, and nothing personal in it.");
        if (extras is { StorePaymentMethod: true } or { RecurringProcessingModel: not null } && request.CustomerId is null)
            throw new PaymentRequestException("A stored method belongs to a customer: set CustomerId.");
        if (extras is { StorePaymentMethod: true, RecurringProcessingModel: null })
            throw new PaymentRequestException("Adyen wants to know what a stored method is kept for: set RecurringProcessingModel beside StorePaymentMethod.");
        return new AdyenPaymentRequest
        {
            MerchantAccount = options.MerchantAccount,
            Amount = AdyenMoney.ToWire(request.Amount),
            Reference = request.OrderId,
            ReturnUrl = returnUrl,
            CountryCode = request.CountryCode,
            ShopperLocale = request.Locale,
            ShopperEmail = request.Customer?.Email?.Reveal(),
            ShopperReference = request.CustomerId,
            TelephoneNumber = Phone(request.Customer?.Phone?.Reveal()),
            ShopperStatement = ProviderText.Cut(extras?.ShopperStatement, AdyenDefaults.MaxStatementLength),
            ShopperInteraction = extras?.ShopperInteraction?.ToString(),
            RecurringProcessingModel = extras?.RecurringProcessingModel?.ToString(),
            Store = extras?.Store,
            CaptureDelayHours = OverridesCapture(request) && request.CaptureMode == CaptureMode.Automatic ? 0 : null,
            LineItems = request.Items is { Count: > 0 } items ? Items(items, null) : null,
            Metadata = Metadata(request),
        };
    }

    private bool OverridesCapture(PaymentRequest request) => request.CaptureMode != options.AccountCaptureMode;

    // An account that captures after days is a manual one here, and would do so: money that is to be held is always asked for.
    private bool SaysCapture(PaymentRequest request) => request.CaptureMode == CaptureMode.Manual || OverridesCapture(request);

    // A map of texts: a JSON flag would be refused.
    private Dictionary<string, string>? CaptureData(PaymentRequest request) =>
        SaysCapture(request) ? new(StringComparer.Ordinal) { ["manualCapture"] = request.CaptureMode == CaptureMode.Manual ? "true" : "false" } : null;

    private Dictionary<string, string>? Metadata(PaymentRequest request)
    {
        if (request.Metadata.ContainsKey(AdyenDefaults.LinkIdKey) || request.Metadata.ContainsKey(AdyenDefaults.CaptureModeKey))
            throw new PaymentRequestException($"The metadata keys '{AdyenDefaults.LinkIdKey}' and '{AdyenDefaults.CaptureModeKey}' are taken: rename yours.");
        Dictionary<string, string> all = new(request.Metadata, StringComparer.Ordinal);
        if (OverridesCapture(request))
            all[AdyenDefaults.CaptureModeKey] = request.CaptureMode == CaptureMode.Manual ? "manual" : "automatic";
        ProviderRules.CheckMetadata(
            provider.Name, all, AdyenDefaults.MaxMetadataEntries, AdyenDefaults.MaxMetadataKeyLength, AdyenDefaults.MaxMetadataValueLength);
        return all.Count > 0 ? all : null;
    }

    private static AdyenPaymentExtras? Extras(PaymentRequest request, bool hasToken)
    {
        var extras = request.Extras.Get<AdyenPaymentExtras>();
        if (!hasToken && extras is { BrowserInfo: not null } or { Origin: not null })
            throw new PaymentRequestException("BrowserInfo and Origin go with a PaymentToken: a link or session asks the payer's browser itself.");
        return extras;
    }

    private static string[]? Methods(PaymentRequest request) => request.Method is PaymentMethod.Unspecified ? null
        : AdyenMethods.Askable.TryGetValue(request.Method, out var types) ? types
        : throw new PaymentRequestException($"Adyen has no types of the kind {request.Method} to offer: leave Method out.", PaymentErrorCode.MethodUnavailable);

    private static JsonElement MethodOf(PaymentRequest request)
    {
        const string Form = "PaymentToken is the JSON object 'paymentMethod' that Adyen's component gives, with its 'type'.";
        var method = AdyenJson.Object(request.PaymentToken!.Value.Reveal()) ?? throw new PaymentRequestException(Form);
        if (AdyenJson.Text(method, "type") is not { Length: > 0 } type)
            throw new PaymentRequestException(Form);
        if (RawCardMembers.Any(name => method.TryGetProperty(name, out _)))
            throw new PaymentRequestException("PaymentToken holds a card in clear: only the encrypted members of Adyen's component may pass through here.");
        var kind = AdyenMethods.KindOf(type);
        var isCard = kind is PaymentMethod.Card && request.Method is PaymentMethod.Card or PaymentMethod.CreditCard or PaymentMethod.DebitCard;
        return request.Method is PaymentMethod.Unspecified || request.Method == kind || isCard ? method
            : throw new PaymentRequestException($"Method asks for {request.Method}, but the PaymentToken is of the type '{type}': leave Method out.", PaymentErrorCode.MethodUnavailable);
    }

    private static JsonElement BrowserOf(string browser) => AdyenJson.Object(browser)
        ?? throw new PaymentRequestException("AdyenPaymentExtras.BrowserInfo is the JSON object browserInfo of Adyen's component.");

    private static string NeededUrl(PaymentRequest request) => request.ReturnUrl is { } url
        ? Url(url.OriginalString, AdyenDefaults.MaxReturnUrlLength)
        : throw new PaymentRequestException("ReturnUrl is needed: Adyen may send the payer to a bank, and back to it.");

    private static string Url(string url, int maxLength) => url.Length <= maxLength
        ? url
        : throw new PaymentRequestException($"ReturnUrl has at most {maxLength.ToString(CultureInfo.InvariantCulture)} characters here.");

    private static string OriginOf(Uri origin)
    {
        var text = origin.IsAbsoluteUri ? origin.GetLeftPart(UriPartial.Authority) : "";
        return text.Length is > 0 and <= AdyenDefaults.MaxOriginLength && origin.PathAndQuery == "/"
            ? text
            : throw new PaymentRequestException("Origin is scheme and host of the page alone, such as 'https://shop.example', at most 80 characters.");
    }

    private static string? ExpiresAt(PaymentRequest request, DateTimeOffset requestedAt, TimeSpan longest, string limit)
    {
        if (request.ExpiresAfter is not { } time)
            return null;
        if (time > longest)
            throw new PaymentRequestException($"ExpiresAfter is at most {limit} here.");
        return ProviderTime.Format(requestedAt + time, "yyyy-MM-dd'T'HH:mm:ss'Z'", TimeSpan.Zero);
    }

    // iOS or Android is not known here.
    private static string? ChannelOf(PaymentRequest request) => request.Channel is PaymentChannel.Web or PaymentChannel.MobileWeb ? "Web" : null;

    // Only an international number is one that Adyen can use; what is in brackets may or may not be a part of it.
    private static string? Phone(string? phone)
    {
        if (phone?.StartsWith('+') != true || phone.AsSpan(1).ContainsAnyExcept(PhoneCharacters))
            return null;
        var digits = string.Concat(phone.Skip(1).Where(char.IsAsciiDigit));
        return digits.Length is > 0 and < AdyenDefaults.MaxPhoneLength ? "+" + digits : null;
    }

    private static AdyenLineItem[] Items(IReadOnlyList<PaymentItem> items, PaymentReference? payment) =>
    [
        .. items.Select(item => new AdyenLineItem
        {
            Id = item.Sku,
            Description = item.Name,
            Quantity = item.Quantity,
            AmountIncludingTax = AdyenMoney.ToWire(item.UnitPrice, payment).Value!.Value,
            ItemCategory = item.Category,
        }),
    ];
}
