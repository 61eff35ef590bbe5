using System.Text.Json;

namespace Payments.Stripe;

/// <summary>What the payer has to do next, out of an intent. The client secret goes nowhere but into the SDK's parameters.</summary>
internal static class StripeActions
{
    internal static NextAction? Of(StripeIntent intent, StripeOptions options)
    {
        if (intent.NextAction is not { ValueKind: JsonValueKind.Object } action || Text(action, "type") is not { } kind)
            return ClientSdk(intent, options);

        var details = action.TryGetProperty(kind, out var member) ? member : default;
        NextAction? known = StripeMapping.Actions.GetValueOrDefault(kind) switch
        {
            StripeActionShape.Redirect => Link(details, "url") is { } page ? new RedirectAction(page) : null,
            StripeActionShape.ClientSdk => ClientSdk(intent, options),
            StripeActionShape.Display => Display(kind, details),
            StripeActionShape.BankDeposit => BankDeposit(details),
            StripeActionShape.Wait => new WaitAction(),
            _ => null,
        };
        return known ?? new OtherAction(kind, action.GetRawText());
    }

    private static ClientSdkAction? ClientSdk(StripeIntent intent, StripeOptions options)
    {
        if (intent.ClientSecret is not { } secret)
            return null;
        var parameters = new StripeClientParameters
        {
            ClientSecret = secret,
            PublishableKey = options.PublishableKey,
            StripeAccount = options.ConnectAccount,
        };
        return new ClientSdkAction(StripeDefaults.ClientSdk, JsonSerializer.Serialize(parameters, StripeJson.Default.StripeClientParameters));
    }

    private static DisplayAction? Display(string kind, JsonElement details)
    {
        var qr = Member(details, "qr_code");
        var action = new DisplayAction
        {
            Kind = kind,
            Data = Text(details, "number") ?? Text(details, "data") ?? Text(qr, "data")
                ?? (Text(details, "reference") is { } reference ? $"{Text(details, "entity")} {reference}".Trim() : null),
            ImageUrl = Link(details, "image_url_png") ?? Link(qr, "image_url_png"),
            PageUrl = Link(details, "hosted_voucher_url") ?? Link(details, "hosted_instructions_url"),
            ExpiresAt = Time(details, "expires_at") ?? Time(details, "expires_after") ?? Time(qr, "expires_at"),
        };
        return action is { Data: null, ImageUrl: null, PageUrl: null } ? null : action;
    }

    private static BankDepositAction BankDeposit(JsonElement details)
    {
        var addresses = Member(details, "financial_addresses");
        var first = addresses is { ValueKind: JsonValueKind.Array } && addresses.GetArrayLength() > 0 ? addresses[0] : default;
        var account = Text(first, "type") is { } type ? Member(first, type) : default;
        return new BankDepositAction
        {
            Bank = Text(account, "bank_name") ?? Text(account, "bic") ?? Text(account, "sort_code"),
            AccountNumber = Text(account, "iban") ?? Text(account, "account_number") ?? Text(account, "clabe"),
            AccountHolder = Text(account, "account_holder_name"),
            TransferReference = Text(details, "reference"),
            Amount = StripeMoney.FromWire(Number(details, "amount_remaining"), Text(details, "currency")),
            InstructionsUrl = Link(details, "hosted_instructions_url"),
        };
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static Uri? Link(JsonElement parent, string name) => StripeAnswers.Link(Text(parent, name));

    private static DateTimeOffset? Time(JsonElement parent, string name) => StripeAnswers.Time(Number(parent, name));
}
