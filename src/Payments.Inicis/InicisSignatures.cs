using System.Security.Cryptography;
using System.Text;
using Payments.Security;

namespace Payments.Inicis;

/// <summary>Inicis' checksums: which text, in which order, by which hash. All of it is hashed as UTF-8, without URL encoding.</summary>
internal static class InicisSignatures
{
    // What an approval's answer is hashed over goes by the last digit of the time that was sent; {0} MOID, {1} mid, {2} tstamp, {3} TotPrice.
    private static readonly CompositeFormat[] AnswerTexts =
    [
        CompositeFormat.Parse("TotPrice={3}&tstamp={2}&MOID={0}"),
        CompositeFormat.Parse("MOID={0}&mid={1}&tstamp={2}"),
        CompositeFormat.Parse("MOID={0}&tstamp={2}&mid={1}"),
        CompositeFormat.Parse("mid={1}&MOID={0}&tstamp={2}"),
        CompositeFormat.Parse("mid={1}&tstamp={2}&MOID={0}"),
        CompositeFormat.Parse("tstamp={2}&mid={1}&MOID={0}"),
        CompositeFormat.Parse("tstamp={2}&MOID={0}&mid={1}"),
        CompositeFormat.Parse("TotPrice={3}&mid={1}&tstamp={2}"),
        CompositeFormat.Parse("TotPrice={3}&tstamp={2}&mid={1}"),
        CompositeFormat.Parse("TotPrice={3}&MOID={0}&tstamp={2}"),
    ];

    /// <summary><c>signature</c> of the PC window: a checksum, it holds no secret.</summary>
    internal static string Window(string orderId, string price, string timestamp) => Sha256($"oid={orderId}&price={price}&timestamp={timestamp}");

    /// <summary><c>verification</c> of the PC window, which binds the amount.</summary>
    internal static string WindowVerification(string orderId, string price, string signKey, string timestamp) =>
        Sha256($"oid={orderId}&price={price}&signKey={signKey}&timestamp={timestamp}");

    /// <summary><c>mKey</c> of the PC window.</summary>
    internal static string SignKeyHash(string signKey) => Sha256(signKey);

    /// <summary><c>signature</c> of the PC approval, over the token as it is.</summary>
    internal static string Approval(string authToken, string timestamp) => Sha256($"authToken={authToken}&timestamp={timestamp}");

    /// <summary><c>verification</c> of the PC approval.</summary>
    internal static string ApprovalVerification(string authToken, string signKey, string timestamp) =>
        Sha256($"authToken={authToken}&signKey={signKey}&timestamp={timestamp}");

    /// <summary><c>authSignature</c> of the PC approval's answer.</summary>
    /// <param name="orderId"><c>MOID</c> of the answer.</param>
    /// <param name="merchantId"><c>mid</c> of the answer.</param>
    /// <param name="total"><c>TotPrice</c> of the answer.</param>
    /// <param name="timestamp">The time that was sent to the approval.</param>
    internal static string Answer(string orderId, string merchantId, string total, string timestamp) =>
        Sha256(string.Format(null, AnswerTexts[timestamp[^1] - '0'], orderId, merchantId, timestamp, total));

    /// <summary><c>P_CHKFAKE</c> of the mobile page and of its net cancel.</summary>
    internal static string Mobile(string amount, string orderId, string timestamp, string hashKey) =>
        Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(amount + orderId + timestamp + hashKey)));

    /// <summary><c>hashData</c> of INIAPI: the key and what the call says after it, with nothing between.</summary>
    internal static string Api(string apiKey, params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(apiKey + string.Concat(parts))));

    /// <summary>A bank account's number for INIAPI: AES-128-CBC; key and vector are the texts' own 16 bytes, not what they would decode to.</summary>
    internal static string Encrypt(string apiKey, string apiIv, string account)
    {
        using var aes = Aes.Create();
        aes.Key = Encoding.ASCII.GetBytes(apiKey);
        return Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes(account), Encoding.ASCII.GetBytes(apiIv)));
    }

    /// <summary>
    /// Our own mark, which goes to the payer's browser as <c>merchantData</c> or <c>P_NOTI</c> and comes back with the payer: that the return belongs to
    /// this order and amount is known before anything is approved.
    /// </summary>
    internal static string Mark(InicisOptions options, string orderId, string price) =>
        HmacSignature.Sha256Hex.Sign(MarkKey(options), MarkText(options, orderId, price));

    /// <summary>Whether a mark that came back is ours, for this order and amount.</summary>
    internal static bool IsMark(InicisOptions options, string orderId, string price, string mark) =>
        HmacSignature.Sha256Hex.Verify(MarkKey(options), MarkText(options, orderId, price), mark);

    private static byte[] MarkKey(InicisOptions options) => Encoding.ASCII.GetBytes(options.ApiKey);

    private static byte[] MarkText(InicisOptions options, string orderId, string price) =>
        Encoding.UTF8.GetBytes($"payments/inicis/return/1\n{options.MerchantId}\n{orderId}\n{price}");

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
