using System.Text.Json;

namespace Payments;

/// <summary>What has to happen next for a payment to go on. A closed set: match on the derived types.</summary>
public abstract record NextAction
{
    private protected NextAction()
    {
    }
}

/// <summary>Send the payer's browser to a page.</summary>
/// <param name="Url">The page. Use <see cref="Uri.OriginalString"/>.</param>
public sealed record RedirectAction(Uri Url) : NextAction
{
    /// <summary>The page for a mobile browser. Null when it is the same.</summary>
    public Uri? MobileUrl { get; init; }

    /// <summary>The page or link for inside an app. Null when there is none.</summary>
    public Uri? AppUrl { get; init; }

    /// <summary>The link that opens the provider's Android app. Null when there is none.</summary>
    public Uri? AndroidAppUrl { get; init; }

    /// <summary>The link that opens the provider's iOS app. Null when there is none.</summary>
    public Uri? IosAppUrl { get; init; }
}

/// <summary>Have the payer's browser post a form.</summary>
/// <param name="Url">Where to post it.</param>
public sealed record FormPostAction(Uri Url) : NextAction
{
    /// <summary>The form's fields, as they are to be posted.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>The character set of the form, such as <c>EUC-KR</c>. Null means UTF-8.</summary>
    public string? AcceptCharset { get; init; }

    /// <summary>The type's name and address; fields may hold personal data and do not print.</summary>
    /// <returns>Text without the fields.</returns>
    public override string ToString() => $"{nameof(FormPostAction)} {{ Url = {Url.GetLeftPart(UriPartial.Path)} }}";
}

/// <summary>Give parameters to the provider's script in the payer's browser, or to its SDK in an app.</summary>
/// <param name="Sdk">Which SDK, such as <c>stripe.js</c>.</param>
/// <param name="Parameters">A JSON object with what the SDK is called with, client secrets included. For the payer's browser only.</param>
public sealed record ClientSdkAction(string Sdk, Sensitive<string> Parameters) : NextAction
{
    /// <summary>The script to load. Null when the host's page has it already.</summary>
    public Uri? ScriptUrl { get; init; }

    /// <summary>One parameter of the object's first level.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The text of a string, the JSON text of anything else, or null when there is no such member.</returns>
    public string? GetParameter(string name)
    {
        using var document = JsonDocument.Parse(Parameters.Reveal());
        return !document.RootElement.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : value.GetRawText();
    }
}

/// <summary>Show the payer where to deposit the money.</summary>
public sealed record BankDepositAction : NextAction
{
    /// <summary>The bank's name or code. Null when unknown.</summary>
    public string? Bank { get; init; }

    /// <summary>The account number (or IBAN) to deposit to. Null when the instructions are on a page only.</summary>
    public string? AccountNumber { get; init; }

    /// <summary>The account holder's name. Null when unknown.</summary>
    public string? AccountHolder { get; init; }

    /// <summary>The reference that the payer must give. Null when none is needed.</summary>
    public string? TransferReference { get; init; }

    /// <summary>The amount to deposit. Null when it is the payment's amount.</summary>
    public Money? Amount { get; init; }

    /// <summary>Until when. Null when there is no limit.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>A page with the instructions. Null when there is none.</summary>
    public Uri? InstructionsUrl { get; init; }
}

/// <summary>Show the payer where to send a crypto asset.</summary>
public sealed record CryptoTransferAction : NextAction
{
    /// <summary>The addresses, by asset or network.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>Until when the price holds. Null when there is no limit.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Show the payer a QR code or a voucher.</summary>
public sealed record DisplayAction : NextAction
{
    /// <summary>The provider's name of what is shown, such as <c>konbini</c> or <c>qr_code</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The text that the QR code encodes, or the voucher's number. Null when there is only a page or image.</summary>
    public string? Data { get; init; }

    /// <summary>An image of it. Null when there is none.</summary>
    public Uri? ImageUrl { get; init; }

    /// <summary>A page that shows it. Null when there is none.</summary>
    public Uri? PageUrl { get; init; }

    /// <summary>Until when. Null when there is no limit.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Wait: the payer acts elsewhere (at a device, in a banking app), or the provider does.</summary>
public sealed record WaitAction : NextAction;

/// <summary>A step that has no type here.</summary>
/// <param name="Kind">The provider's name of it.</param>
/// <param name="Raw">What the provider sent for it, as JSON. May hold secrets of this payment.</param>
public sealed record OtherAction(string Kind, Sensitive<string> Raw) : NextAction;
