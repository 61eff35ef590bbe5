using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>Writes the bodies of the calls, and refuses what PayPal could not carry out as asked.</summary>
internal static partial class PayPalRequests
{
    private static readonly SearchValues<char> ReferenceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,");

    internal static PayPalOrderRequest Order(IPaymentProvider provider, PaymentRequest request, PayPalOptions options)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        CheckIsWallet(request.Method);
        if (request.Metadata.Count > 0)
            throw Refused("PayPal keeps no metadata: leave Metadata out, and keep it with your order. The order id comes back with everything.");
        var extras = request.Extras.Get<PayPalPaymentExtras>();
        CheckId(request.OrderId, "OrderId");
        CheckId(extras?.InvoiceId, "PayPalPaymentExtras.InvoiceId");
        if (extras?.SoftDescriptor is { Length: 0 or > PayPalDefaults.MaxDescriptorLength })
            throw Refused("PayPalPaymentExtras.SoftDescriptor has 1 to 22 characters.");

        var amount = PayPalMoney.ToWire(request.Amount);
        var items = Items(request);
        var shipping = Shipping(request.Customer);
        return new PayPalOrderRequest
        {
            Intent = request.CaptureMode == CaptureMode.Manual ? "AUTHORIZE" : "CAPTURE",
            PurchaseUnits =
            [
                new PayPalUnitRequest
                {
                    CustomId = request.OrderId,
                    InvoiceId = extras?.InvoiceId,
                    Description = Line(request.Description, PayPalDefaults.MaxTextLength),
                    SoftDescriptor = extras?.SoftDescriptor,
                    Amount = new PayPalAmountRequest
                    {
                        CurrencyCode = amount.CurrencyCode!,
                        Value = amount.Value!,
                        Breakdown = items is null ? null : new PayPalBreakdown { ItemTotal = amount },
                    },
                    Items = items,
                    Shipping = shipping,
                },
            ],
            PaymentSource = Source(request, extras, options, hasAddress: shipping is not null),
            ProcessingInstruction = extras?.CompleteOnApproval == true ? "ORDER_COMPLETE_ON_PAYMENT_APPROVAL" : null,
        };
    }

    internal static PayPalCaptureRequest Capture(CaptureRequest request, Money amount)
    {
        var extras = request.Extras.Get<PayPalCaptureExtras>();
        CheckId(extras?.InvoiceId, "PayPalCaptureExtras.InvoiceId", request.Payment);
        return new PayPalCaptureRequest
        {
            Amount = PayPalMoney.ToWire(amount, request.Payment),
            FinalCapture = request.IsFinal,
            InvoiceId = extras?.InvoiceId,
            NoteToPayer = Line(extras?.NoteToPayer, PayPalDefaults.MaxNoteLength),
        };
    }

    internal static PayPalRefundRequest Refund(IPaymentProvider provider, RefundRequest request)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        var extras = request.Extras.Get<PayPalRefundExtras>();
        if (request.Metadata.Count > 0)
            throw Refused("PayPal keeps no metadata: leave Metadata out, and keep it with your refund's Reference.", request.Payment);
        if (request.Reference.Length is 0 or > PayPalDefaults.MaxIdLength || request.Reference.AsSpan().ContainsAnyExcept(ReferenceCharacters))
            throw Refused("A refund's Reference has 1 to 127 of A-Z a-z 0-9 - _ . , at PayPal.", request.Payment);
        if (request.Reference == request.Payment.OrderId)
            throw Refused("A refund's Reference must not be the order id: PayPal gives that to refunds which were not made by us.", request.Payment);
        CheckId(extras?.InvoiceId, "PayPalRefundExtras.InvoiceId", request.Payment);
        return new PayPalRefundRequest
        {
            Amount = request.Amount is { } amount ? PayPalMoney.ToWire(amount, request.Payment) : null,
            CustomId = request.Reference,
            InvoiceId = extras?.InvoiceId,
            NoteToPayer = Line(request.Reason, PayPalDefaults.MaxNoteLength),
        };
    }

    // The page offers what it offers: of the methods that may come back, only the wallet can be asked for.
    private static void CheckIsWallet(PaymentMethod method)
    {
        if (method is not (PaymentMethod.Unspecified or PaymentMethod.DigitalWallet))
            throw new PaymentRequestException(
                $"PayPal's page cannot be limited to {method}: leave Method out, or give PayPalPaymentExtras.PaymentSource.", PaymentErrorCode.MethodUnavailable);
    }

    private static PayPalSourceRequest Source(PaymentRequest request, PayPalPaymentExtras? extras, PayPalOptions options, bool hasAddress)
    {
        if (request.ReturnUrl is not { } returnUrl)
            throw Refused("PayPal's page needs ReturnUrl, to send the payer back to.");
        (JsonObject Whole, JsonObject Source)? other = extras?.PaymentSource is { } given ? Parse(given.Reveal()) : null;
        var experience = new PayPalExperience
        {
            BrandName = options.BrandName,
            Locale = request.Locale is { } tag && Language().IsMatch(tag) ? tag : null,
            ShippingPreference = hasAddress ? "SET_PROVIDED_ADDRESS" : "NO_SHIPPING",
            ReturnUrl = returnUrl.OriginalString,
            CancelUrl = (request.CancelUrl ?? returnUrl).OriginalString,

            // What only the wallet's page knows.
            LandingPage = other is not null ? null : extras?.LandingPage switch
            {
                PayPalLandingPage.Login => "LOGIN",
                PayPalLandingPage.GuestCheckout => "GUEST_CHECKOUT",
                _ => null,
            },
            UserAction = other is not null ? null : "PAY_NOW",
            PaymentMethodPreference = other is not null ? null : options.AllowDelayedFunding ? "UNRESTRICTED" : "IMMEDIATE_PAYMENT_REQUIRED",
        };
        if (other is not { } source)
            return new PayPalSourceRequest { Wallet = experience };
        if (source.Source["experience_context"] is null)
            source.Source["experience_context"] = JsonSerializer.SerializeToNode(experience, PayPalJson.Default.PayPalExperience);
        return new PayPalSourceRequest { Other = source.Whole };
    }

    // Without the text in the message: it can be personal.
    private static (JsonObject Whole, JsonObject Source) Parse(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject { Count: 1 } whole && whole.First().Value is JsonObject source)
            {
                return whole.ContainsKey(PayPalMapping.CardSource) && source.ContainsKey("number")
                    ? throw Refused("PayPalPaymentExtras.PaymentSource must not hold a card number: only PayPal's own page or script may see it.")
                    : (whole, source);
            }
        }
        catch (JsonException)
        {
            // Refused below, as whatever else is no such object.
        }

        throw Refused("PayPalPaymentExtras.PaymentSource is a JSON object with one member, which is an object.");
    }

    // Shown where they add up to the amount; else PayPal would refuse the order.
    private static PayPalItemRequest[]? Items(PaymentRequest request)
    {
        if (request.Items is not { Count: > 0 } items || items.Sum(item => item.UnitPrice.Amount * item.Quantity) != request.Amount.Amount)
            return null;
        var lines = new PayPalItemRequest[items.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var (item, quantity) = (items[i], items[i].Quantity.ToString(CultureInfo.InvariantCulture));
            if (item.UnitPrice.Currency != request.Amount.Currency || PayPalMoney.ToWireOrNull(item.UnitPrice) is not { } price
                || Line(item.Name, PayPalDefaults.MaxTextLength) is not { } name || item.Quantity < 1 || quantity.Length > PayPalDefaults.MaxQuantityDigits)
                return null;
            lines[i] = new PayPalItemRequest
            {
                Name = name,
                Quantity = quantity,
                UnitAmount = price,
                Sku = item.Sku is { Length: > 0 and <= PayPalDefaults.MaxIdLength } sku ? sku : null,
                Category = item.Category is { } category && PayPalDefaults.ItemCategories.Contains(category) ? category : null,
            };
        }

        return lines;
    }

    private static PayPalShipping? Shipping(PaymentCustomer? customer) =>
        customer?.ShippingAddress?.Reveal() is not { CountryCode: { Length: 2 } country } address ? null : new PayPalShipping
        {
            Name = Line(customer.Name?.Reveal(), 300) is { } name ? new PayPalName { FullName = name } : null,
            Address = new PayPalAddress
            {
                Line1 = Line(address.Line1, 300),
                Line2 = Line(address.Line2, 300),
                City = Line(address.City, 120),
                Region = Line(address.Region, 300),
                PostalCode = Line(address.PostalCode, 60),
                CountryCode = country,
            },
        };

    private static void CheckId(string? id, string name, PaymentReference? payment = null)
    {
        if (id is { Length: 0 or > PayPalDefaults.MaxIdLength })
            throw Refused($"{name} has 1 to 127 characters at PayPal.", payment);
    }

    /// <summary>Display text as one line, cut at a character's boundary. Null for nothing to show.</summary>
    private static string? Line(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var line = text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
        return ProviderText.Cut(line, maxLength);
    }

    private static PaymentRequestException Refused(string rule, PaymentReference? payment = null) => new(rule, payment: payment);

    // Another tag is left to the payer's browser.
    [GeneratedRegex("^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Language();
}
