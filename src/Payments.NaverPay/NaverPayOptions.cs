using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.NaverPay;

/// <summary>How one registration talks to Naver Pay: one shop (chain). Checked at start, and again at first use.</summary>
public sealed class NaverPayOptions : ProviderHttpOptions
{
    /// <summary>Starts with Naver Pay's own defaults.</summary>
    public NaverPayOptions() => Timeout = NaverPayDefaults.Timeout;

    /// <summary>Which of Naver Pay's systems to use. Each has a client id, secret and chain id of its own.</summary>
    public NaverPayEnvironment Environment { get; set; }

    /// <summary>The client id, <c>X-Naver-Client-Id</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client secret, <c>X-Naver-Client-Secret</c>.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ClientSecret { get; set; } = "";

    /// <summary>The shop's chain id, <c>X-NaverPay-Chain-Id</c>.</summary>
    public string ChainId { get; set; } = "";

    /// <summary>The financial id, <c>X-NaverPay-Financial-Id</c>, for the types of authentication that want one. Null for none.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? FinancialId { get; set; }

    /// <summary>
    /// The path's first segment: <c>naverpay-partner</c> on today's hosts. With an older host as <see cref="ProviderHttpOptions.BaseAddress"/>
    /// (<c>apis.naver.com</c>), the id that Naver issued to the merchant.
    /// </summary>
    public string PartnerId { get; set; } = NaverPayDefaults.PartnerId;

    /// <summary>Where the payer's page for computers is, if not at Naver's own address. Null for Naver's own.</summary>
    public Uri? PcPageAddress { get; set; }

    /// <summary>Where the payer's page for phones is, if not at Naver's own address. Null for Naver's own.</summary>
    public Uri? MobilePageAddress { get; set; }

    /// <summary>
    /// Whether each refund says what must be left after it, so that a second one in between is refused. Switch it off only where several systems refund the
    /// same payments: then an unclear refund is told by its reference alone.
    /// </summary>
    public bool GuardRefunds { get; set; } = true;

    /// <summary>The kind of goods of an item that names none (<c>categoryType</c>), as agreed with Naver Pay.</summary>
    public string CategoryType { get; set; } = "ETC";

    /// <summary>The goods' category within the kind (<c>categoryId</c>), as agreed with Naver Pay.</summary>
    public string CategoryId { get; set; } = "ETC";

    internal bool IsLive => Environment is NaverPayEnvironment.Production;

    /// <summary>The least amount: 100 won, 10 in development.</summary>
    internal long MinAmount => IsLive ? 100 : 10;

    internal Uri PcPage => PcPageAddress ?? (IsLive ? NaverPayDefaults.LivePcPage : NaverPayDefaults.DevelopmentPcPage);

    internal Uri MobilePage => MobilePageAddress ?? (IsLive ? NaverPayDefaults.LiveMobilePage : NaverPayDefaults.DevelopmentMobilePage);

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (PcPageAddress is not null)
            ValidateAddress(nameof(PcPageAddress), PcPageAddress, problems);
        if (MobilePageAddress is not null)
            ValidateAddress(nameof(MobilePageAddress), MobilePageAddress, problems);
        Key(ClientId, "ClientId is missing or holds white space: copy it from Naver Pay's developer centre.");
        Key(ClientSecret, "ClientSecret is missing or holds white space: copy it from Naver Pay's developer centre, without a line break.");
        Key(ChainId, "ChainId is missing or holds white space: it names the shop at Naver Pay.");
        Check(FinancialId is null || IsKey(FinancialId), "FinancialId is empty or holds white space: leave it out where Naver Pay issued none.");
        Check(
            PartnerId.Length > 0 && PartnerId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
            $"PartnerId is one segment of the path: '{NaverPayDefaults.PartnerId}', or the id that Naver issued for an older host.");
        Check(CategoryType.Length > 0 && CategoryId.Length > 0, "CategoryType and CategoryId must not be empty: every product item has both.");
        const string Least = "must be 60 seconds at least: Naver Pay asks whoever waits for an apply or a cancel for that.";
        Check(Timeout >= NaverPayDefaults.LeastTimeout, "Timeout " + Least);
        Check(AttemptTimeout is null || AttemptTimeout >= NaverPayDefaults.LeastTimeout, "AttemptTimeout " + Least);
        Check(Enum.IsDefined(Environment), "Environment must be Production or Development.");

        void Key(string value, string problem) => Check(IsKey(value), problem);

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private static bool IsKey(string value) => value.Length > 0 && value.All(c => c is > ' ' and <= '~');
}

/// <summary>Which of Naver Pay's systems to use.</summary>
public enum NaverPayEnvironment
{
    /// <summary>The one that moves money; open to a shop once Naver has inspected it.</summary>
    Production,

    /// <summary>The one for tests. What is in it disappears after seven days.</summary>
    Development,
}
