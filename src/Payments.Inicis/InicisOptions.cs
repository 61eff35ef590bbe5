using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Inicis;

/// <summary>How one registration talks to KG Inicis. Checked at start, and again at first use.</summary>
public sealed class InicisOptions : ProviderHttpOptions
{
    /// <summary>Starts with Inicis' own defaults.</summary>
    public InicisOptions() => Timeout = InicisDefaults.Timeout;

    /// <summary>The addresses that Inicis publishes as the source of its notices, for <see cref="NotificationSources"/>.</summary>
    public static IReadOnlyList<string> PublishedNotificationSources { get; } = InicisDefaults.NotificationSources;

    /// <summary>Which of Inicis' hosts are called.</summary>
    public InicisEnvironment Environment { get; set; }

    /// <summary>The merchant id (MID), 10 letters and digits.</summary>
    public string MerchantId { get; set; } = "";

    /// <summary>The payment window's sign key. It is used as the text that it is; what looks like Base64 is not decoded.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SignKey { get; set; } = "";

    /// <summary>The mobile hash key, 32 hexadecimal characters. Null: payments of the channels MobileWeb and App are refused.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? HashKey { get; set; }

    /// <summary>The INIAPI key, 16 characters.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiKey { get; set; } = "";

    /// <summary>The INIAPI initialisation vector, 16 characters; a <c>==</c> at its end is a part of them.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiIv { get; set; } = "";

    /// <summary>The public IPv4 address of the shop's server, which every call of INIAPI names.</summary>
    public string ClientIp { get; set; } = "";

    /// <summary>What the merchant sells by the payer's phone bill, as the contract says.</summary>
    public InicisPhoneBill PhoneBill { get; set; }

    /// <summary>How long undoing an approval whose answer was lost may take, beyond <see cref="ProviderHttpOptions.Timeout"/>.</summary>
    public TimeSpan NetCancelTimeout { get; set; } = InicisDefaults.NetCancelTimeout;

    /// <summary>Where mobile notices are posted, unless the payment names another address. Null for none: PC notices go where the merchant admin says.</summary>
    public Uri? NotificationUrl { get; set; }

    /// <summary>
    /// Addresses or networks (<c>203.238.37.0/24</c>) from which notices are taken; others are refused, and so are those whose sender the host does not know.
    /// Empty for any: a notice is a hint in any case. See <see cref="PublishedNotificationSources"/>; behind a proxy the address must be the one that the proxy forwards.
    /// </summary>
    public IList<string> NotificationSources { get; set; } = [];

    /// <summary>
    /// The hosts that are called to approve payments of the PC window, by data centre (<c>fc</c>, <c>ks</c>): all of them, or none for Inicis' own. The payer's return
    /// may name Inicis' own host or this one.
    /// </summary>
    public IDictionary<string, Uri> ApprovalAddresses { get; set; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>The hosts that are called to approve mobile payments, as <see cref="ApprovalAddresses"/>. Empty for Inicis' own.</summary>
    public IDictionary<string, Uri> MobileApprovalAddresses { get; set; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>The script of the PC window. Null for Inicis' own.</summary>
    public Uri? ScriptAddress { get; set; }

    /// <summary>The mobile payment page. Null for Inicis' own.</summary>
    public Uri? MobilePageAddress { get; set; }

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        Check(Enum.IsDefined(Environment), "Environment must be Live or Test.");
        Check(
            MerchantId.Length == InicisDefaults.MerchantIdLength && MerchantId.All(char.IsAsciiLetterOrDigit),
            "MerchantId must be the merchant id (MID) of 10 letters and digits.");
        Check(SignKey.Length > 0 && IsPlain(SignKey), "SignKey must be the payment window's sign key of the merchant admin, copied as it is: it is not decoded.");
        Check(
            HashKey is null || (HashKey.Length == InicisDefaults.HashKeyLength && HashKey.All(char.IsAsciiHexDigit)),
            "HashKey must be the mobile hash key of 32 hexadecimal characters; leave it out without mobile payments.");
        Check(ApiKey.Length == InicisDefaults.ApiKeyLength && IsPlain(ApiKey), "ApiKey must be the INIAPI key of 16 characters.");
        Check(ApiIv.Length == InicisDefaults.ApiKeyLength && IsPlain(ApiIv), "ApiIv must be the INIAPI IV of 16 characters, '==' at its end included.");
        string[] keys = [.. new[] { SignKey, HashKey, ApiKey, ApiIv }.OfType<string>().Where(key => key.Length > 0)];
        Check(
            keys.Distinct(StringComparer.Ordinal).Count() == keys.Length,
            "SignKey, HashKey, ApiKey and ApiIv are four different values: one of them was entered twice.");
        Check(IsServerAddress(ClientIp), "ClientIp must be the public IPv4 address of the shop's server; Inicis refuses 127.0.0.1.");
        Check(Enum.IsDefined(PhoneBill), "PhoneBill must be None, Content or Goods.");
        Check(NetCancelTimeout > TimeSpan.Zero && NetCancelTimeout <= TimeSpan.FromMinutes(10), "NetCancelTimeout must be above zero and at most ten minutes.");
        Check(NotificationSources.All(static text => WebhookSources.TryParse(text, out _)), "NotificationSources must hold IP addresses or networks such as '203.238.37.0/24'.");
        Check(NotificationUrl?.IsAbsoluteUri != false, "NotificationUrl must be an absolute address.");
        foreach (var (centre, address) in ApprovalAddresses)
            ValidateAddress($"{nameof(ApprovalAddresses)}:{centre}", address, problems);
        foreach (var (centre, address) in MobileApprovalAddresses)
            ValidateAddress($"{nameof(MobileApprovalAddresses)}:{centre}", address, problems);
        if (ScriptAddress is not null)
            ValidateAddress(nameof(ScriptAddress), ScriptAddress, problems);
        if (MobilePageAddress is not null)
            ValidateAddress(nameof(MobilePageAddress), MobilePageAddress, problems);

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private static bool IsPlain(string key) => key.All(c => c is > ' ' and <= '~');

    private static bool IsServerAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text
        && !IPAddress.IsLoopback(address);

}

/// <summary>Which of Inicis' hosts are called.</summary>
public enum InicisEnvironment
{
    /// <summary>Real payments.</summary>
    Live,

    /// <summary>The test hosts, for a test merchant. Cards are approved really, and cancelled by Inicis before midnight.</summary>
    Test,
}

/// <summary>What is sold by phone bill.</summary>
public enum InicisPhoneBill
{
    /// <summary>Nothing: phone payments are not asked for.</summary>
    None,

    /// <summary>Digital content.</summary>
    Content,

    /// <summary>Goods.</summary>
    Goods,
}
