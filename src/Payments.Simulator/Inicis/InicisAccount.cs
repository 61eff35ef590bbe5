using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Payments.Simulator;

/// <summary>What every part of the Inicis simulator works on: the merchant, its orders, the clock.</summary>
internal sealed class InicisAccount(InicisSimulatorOptions options, Func<string, int, string> newId, Func<Uri> address)
{
    public static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
    private static readonly TimeSpan KoreaOffset = TimeSpan.FromHours(9);

    // The PC window's names of methods with what tids and the mobile page call them.
    private static readonly (string Name, string Mobile, string InTid)[] Methods =
    [
        ("Card", "CARD", "CARD"), ("VCard", "ISP", "ISP_"), ("DirectBank", "BANK", "DBNK"), ("VBank", "VBANK", "VBNK"), ("HPP", "MOBILE", "HPP_"),
        ("Culture", "CULTURE", "CULT"),
    ];

    private readonly HashSet<string> _usedSeconds = new(StringComparer.Ordinal);

    public InicisSimulatorOptions Options => options;

    public List<InicisOrder> Orders { get; } = [];

    public DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public string Address(string path) => address().AbsoluteUri.TrimEnd('/') + path;

    public string NewId(string prefix, int length) => newId(prefix, length);

    /// <summary>A transaction id: 10 characters of product and method, 10 of the merchant, 14 of time, 6 that are unique.</summary>
    public string NewTid(InicisOrder order) =>
        (order.IsMobile ? "INIMX_" : "Stdpay") + InTid(order.Method) + options.MerchantId + Time(Now)
        + ((Orders.IndexOf(order) * 100) + order.Parts.Count + 1).ToString("D6", CultureInfo.InvariantCulture);

    public InicisOrder? Find(string text) => Orders.FindLast(o =>
        o.Tid == text || o.OrderId == text || o.Id == text || o.Token == text || text.EndsWith("/window/" + o.Id, StringComparison.Ordinal));

    public InicisOrder? ByTid(string? tid) => Orders.FindLast(o => o.Tid is not null && o.Tid == tid);

    /// <summary>Takes a second for a call, reads among them; each is good once.</summary>
    public void UseSecond(string timestamp)
    {
        if (!_usedSeconds.Add(timestamp))
            throw new InicisRefusal("500631", "The timestamp was used by another call.");
    }

    public static string? MethodOf(string mobile) => Array.Find(Methods, m => m.Mobile == mobile).Name;

    public static string MobileOf(string method) => Array.Find(Methods, m => m.Name == method).Mobile ?? method;

    public static bool IsMethod(string name) => Array.Exists(Methods, m => m.Name == name);

    public static string Time(DateTimeOffset time, string format = "yyyyMMddHHmmss") => time.ToOffset(KoreaOffset).ToString(format, CultureInfo.InvariantCulture);

    public static DateTimeOffset? ParseTime(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, KoreaOffset)
            : null;

    public static string Digits(long amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>A form's text, percent-encoded from the bytes of an encoding.</summary>
    public static string Form(Encoding encoding, IEnumerable<KeyValuePair<string, string>> fields) => string.Join('&', fields.Select(f =>
        $"{f.Key}={string.Concat(encoding.GetBytes(f.Value).Select(b => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"%{b:X2}"))}"));

    /// <summary>A form that a browser posted in the page's encoding: in UTF-8 if all of it is that, else in EUC-KR.</summary>
    public static Dictionary<string, string> ParseForm(string form)
    {
        var fields = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2))
            .Select(parts => (Name: parts[0], Value: Bytes(parts.Length > 1 ? parts[1] : ""))).ToList();
        var encoding = fields.TrueForAll(field => Utf8.IsValid(field.Value)) ? Encoding.UTF8 : Korean;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            read[name] = encoding.GetString(value);
        return read;

        static byte[] Bytes(string text) => WebUtility.UrlDecodeToBytes(Encoding.ASCII.GetBytes(text), 0, text.Length)!;
    }

    private static string InTid(string method) => Array.Find(Methods, m => m.Name == method).InTid ?? "CARD";
}
