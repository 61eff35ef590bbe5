using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>What the payer has to do next, out of an answer's action. Tokens go nowhere but into the component's parameters.</summary>
internal static class AdyenActions
{
    private const string PngInBase64 = "iVBOR";

    internal static NextAction? Of(JsonElement? action, AdyenOptions options)
    {
        if (action is not { ValueKind: JsonValueKind.Object } given)
            return null;
        var kind = AdyenJson.Text(given, "type") ?? "";
        NextAction? known = AdyenMapping.Actions.GetValueOrDefault(kind) switch
        {
            AdyenActionShape.Redirect => Redirect(given),
            AdyenActionShape.ClientSdk => Component(options, action: given),
            AdyenActionShape.QrCode => QrCode(given),
            AdyenActionShape.Voucher => Voucher(given),
            AdyenActionShape.BankTransfer => BankTransfer(given),
            AdyenActionShape.Wait => new WaitAction(),
            _ => null,
        };
        return known ?? new OtherAction(kind, given.GetRawText());
    }

    /// <summary>The parameters of Adyen's component: for a session, or for an action that it carries out.</summary>
    internal static ClientSdkAction Component(AdyenOptions options, AdyenClientSession? session = null, JsonElement? action = null)
    {
        var parameters = new AdyenClientParameters
        {
            Environment = options.Environment == AdyenEnvironment.Live ? "live" : "test",
            ClientKey = options.ClientKey,
            Session = session,
            Action = action,
        };
        return new ClientSdkAction(AdyenDefaults.ClientSdk, JsonSerializer.Serialize(parameters, AdyenJson.Default.AdyenClientParameters));
    }

    internal static Uri? Link(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var link) ? link : null;

    private static NextAction? Redirect(JsonElement action)
    {
        if (Link(AdyenJson.Text(action, "url")) is not { } url)
            return null;
        if (!string.Equals(AdyenJson.Text(action, "method"), "POST", StringComparison.OrdinalIgnoreCase))
            return new RedirectAction(url);
        var fields = AdyenJson.Member(action, "data") is { ValueKind: JsonValueKind.Object } data
            ? data.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.String)
                .DistinctBy(field => field.Name, StringComparer.Ordinal).ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal)
            : [];
        return new FormPostAction(url) { Fields = fields };
    }

    // The code is a text to draw, a link into an app, or a picture.
    private static DisplayAction? QrCode(JsonElement action)
    {
        var code = AdyenJson.Text(action, "qrCodeData");
        var isPicture = code?.StartsWith(PngInBase64, StringComparison.Ordinal) == true;
        var shown = new DisplayAction
        {
            Kind = "qrCode",
            Data = isPicture ? null : code,
            ImageUrl = isPicture ? Link("data:image/png;base64," + code) : null,
            PageUrl = Link(AdyenJson.Text(action, "url")),
            ExpiresAt = ProviderTime.Parse(AdyenJson.Text(action, "expiresAt")),
        };
        return shown is { Data: null, ImageUrl: null, PageUrl: null } ? null : shown;
    }

    private static DisplayAction? Voucher(JsonElement action)
    {
        var reference = AdyenJson.Text(action, "reference") ?? AdyenJson.Text(action, "alternativeReference");
        var shown = new DisplayAction
        {
            Kind = AdyenJson.Text(action, "paymentMethodType") ?? "voucher",
            Data = reference is null ? null : $"{AdyenJson.Text(action, "entity")} {reference}".Trim(),
            PageUrl = Link(AdyenJson.Text(action, "downloadUrl")) ?? Link(AdyenJson.Text(action, "instructionsUrl")) ?? Link(AdyenJson.Text(action, "url")),
            ExpiresAt = ProviderTime.Parse(AdyenJson.Text(action, "expiresAt")),
        };
        return shown is { Data: null, PageUrl: null } ? null : shown;
    }

    private static BankDepositAction? BankTransfer(JsonElement action)
    {
        var amount = AdyenJson.Member(action, "totalAmount");
        var deposit = new BankDepositAction
        {
            Bank = AdyenJson.Text(action, "bic") ?? AdyenJson.Text(action, "bankCode") ?? AdyenJson.Text(action, "sortCode") ?? AdyenJson.Text(action, "routingNumber"),
            AccountNumber = AdyenJson.Text(action, "iban") ?? AdyenJson.Text(action, "accountNumber"),
            AccountHolder = AdyenJson.Text(action, "beneficiary"),
            TransferReference = AdyenJson.Text(action, "reference"),
            Amount = AdyenMoney.FromWire(long.TryParse(AdyenJson.Text(amount, "value"), CultureInfo.InvariantCulture, out var value) ? value : null, AdyenJson.Text(amount, "currency")),
            InstructionsUrl = Link(AdyenJson.Text(action, "downloadUrl")) ?? Link(AdyenJson.Text(action, "url")),
        };
        return deposit is { AccountNumber: null, InstructionsUrl: null } ? null : deposit;
    }
}
