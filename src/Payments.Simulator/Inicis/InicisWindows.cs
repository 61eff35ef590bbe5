using System.Globalization;
using System.Text;

namespace Payments.Simulator;

/// <summary>What the window checks when a payer's browser opens it.</summary>
internal sealed class InicisWindows(InicisAccount account)
{
    private const int MaxOrderIdLength = 40;

    /// <summary>Opens the PC window or the mobile page.</summary>
    /// <exception cref="InicisRefusal">The window shows an error to the payer.</exception>
    public InicisOrder Open(IReadOnlyDictionary<string, string> form)
    {
        var order = form.ContainsKey("P_MID") ? Mobile(form) : Standard(form);
        if (account.Orders.Exists(o => o.OrderId == order.OrderId && o.Stage is not (InicisStage.Opened or InicisStage.Authenticated)))
            throw new InicisRefusal("500619", "The order number was used.");
        account.Orders.Add(order);
        return order;
    }

    private InicisOrder Standard(IReadOnlyDictionary<string, string> form)
    {
        var options = account.Options;
        var (order, price, timestamp) = (Text("oid"), Text("price"), Text("timestamp"));
        Require(Text("version") == "1.0", "version");
        Require(Text("mid") == options.MerchantId, "mid");
        Require(IsOrder(order), "oid");
        Require(IsAmount(price), "price");
        Require(timestamp.Length == 13 && timestamp.All(char.IsAsciiDigit), "timestamp");
        Require(Text("currency") is "WON" or "USD", "currency");
        Require(Encoding.UTF8.GetByteCount(Text("goodname")) <= 40, "goodname");
        Require(Encoding.UTF8.GetByteCount(Text("buyername")) <= 30, "buyername");
        Require(Text("buyertel").Length > 0, "buyertel");
        Require(Text("buyeremail").All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.'), "buyeremail");
        Require(IsAddress(Text("returnUrl")), "returnUrl");
        Require(form.GetValueOrDefault("charset", "UTF-8") is "UTF-8" or "EUC-KR", "charset");
        if (Text("signature") != InicisChecks.Sorted(("oid", order), ("price", price), ("timestamp", timestamp)))
            throw InicisRefusal.Hash("signature");
        var verification = InicisChecks.Sorted(("oid", order), ("price", price), ("signKey", options.SignKey), ("timestamp", timestamp));
        if (Text("use_chkfake") == "Y" && Text("verification") != verification)
            throw InicisRefusal.Hash("verification");
        if (Text("mKey") != InicisChecks.Sha256(options.SignKey))
            throw InicisRefusal.Hash("mKey");
        var methods = form.GetValueOrDefault("gopaymethod", "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        Require(Array.TrueForAll(methods, InicisAccount.IsMethod), "gopaymethod");
        var accepted = form.GetValueOrDefault("acceptmethod", "").Split(':');
        Require(!methods.Contains("HPP") || Array.Exists(accepted, a => a is "HPP(1)" or "HPP(2)"), "acceptmethod: HPP");
        CheckSmall(price, Text("currency"), methods is [] or ["Card"], accepted.Contains("below1000"));
        var due = Array.Find(accepted, a => a.StartsWith("vbank(", StringComparison.Ordinal))?[6..].TrimEnd(')');
        return new InicisOrder
        {
            Id = account.NewId("w", 20),
            OrderId = order,
            Price = long.Parse(price, CultureInfo.InvariantCulture),
            Currency = Text("currency"),
            IsMobile = false,
            ReturnUrl = Text("returnUrl"),
            CloseUrl = form.GetValueOrDefault("closeUrl"),
            Goods = Text("goodname"),
            Buyer = Text("buyername"),
            Method = methods is [var only] ? only : "",
            TellsDataCentre = accepted.Contains("centerCd(Y)"),
            Mark = form.GetValueOrDefault("merchantData"),
            DueAt = due is null ? null : InicisAccount.ParseTime(due, due.Length == 8 ? "yyyyMMdd" : "yyyyMMddHHmm") ?? throw InicisRefusal.Field("acceptmethod: vbank"),
        };

        string Text(string name) => form.TryGetValue(name, out var value) ? value : throw InicisRefusal.Field(name);
    }

    private InicisOrder Mobile(IReadOnlyDictionary<string, string> form)
    {
        var options = account.Options;
        var (order, amount) = (Text("P_OID"), Text("P_AMT"));
        var reserved = form.GetValueOrDefault("P_RESERVED", "").Split('&');
        var method = InicisAccount.MethodOf(Text("P_INI_PAYMENT"));
        Require(Text("P_MID") == options.MerchantId, "P_MID");
        Require(method is not null, "P_INI_PAYMENT");
        Require(IsOrder(order), "P_OID");
        Require(IsAmount(amount), "P_AMT");
        Require(Encoding.UTF8.GetByteCount(Text("P_GOODS")) <= 80, "P_GOODS");
        Require(Encoding.UTF8.GetByteCount(Text("P_UNAME")) <= 30, "P_UNAME");
        Require(IsAddress(Text("P_NEXT_URL")), "P_NEXT_URL");
        Require(method != "VBank" || form.ContainsKey("P_NOTI_URL"), "P_NOTI_URL");
        if (method == "HPP" && form.GetValueOrDefault("P_HPP_METHOD") is not ("1" or "2"))
            throw new InicisRefusal("MX1006", "P_HPP_METHOD is missing.");
        if (reserved.Contains("amt_hash=Y") && Text("P_CHKFAKE") != InicisChecks.Mobile(amount, order, Text("P_TIMESTAMP"), options.HashKey))
            throw InicisRefusal.Hash("P_CHKFAKE");
        CheckSmall(amount, "WON", method is "Card", reserved.Contains("below1000=Y"));
        var due = form.GetValueOrDefault("P_VBANK_DT", "") + form.GetValueOrDefault("P_VBANK_TM", "2359");
        return new InicisOrder
        {
            Id = account.NewId("w", 20),
            OrderId = order,
            Price = long.Parse(amount, CultureInfo.InvariantCulture),
            Currency = "WON",
            IsMobile = true,
            ReturnUrl = Text("P_NEXT_URL"),
            NoticeUrl = form.GetValueOrDefault("P_NOTI_URL"),
            Goods = Text("P_GOODS"),
            Buyer = Text("P_UNAME"),
            Method = method!,
            TellsDataCentre = reserved.Contains("centerCd=Y"),
            Mark = form.GetValueOrDefault("P_NOTI"),
            IsKorean = form.GetValueOrDefault("P_CHARSET") is not "utf8",
            DueAt = form.ContainsKey("P_VBANK_DT") ? InicisAccount.ParseTime(due, "yyyyMMddHHmm") ?? throw InicisRefusal.Field("P_VBANK_DT") : null,
        };

        string Text(string name) => form.TryGetValue(name, out var value) ? value : throw InicisRefusal.Field(name);
    }

    private static void CheckSmall(string price, string currency, bool mayBeCard, bool isAllowed)
    {
        var amount = long.Parse(price, CultureInfo.InvariantCulture);
        if (currency == "WON" && amount < 100)
            throw new InicisRefusal("500690", "The amount is below 100 KRW.");
        if (currency == "WON" && amount < 1000 && mayBeCard && !isAllowed)
            throw new InicisRefusal("500608", "The amount is below 1,000 KRW.");
    }

    private static void Require(bool good, string name)
    {
        if (!good)
            throw InicisRefusal.Field(name);
    }

    private static bool IsOrder(string text) => text.Length is > 0 and <= MaxOrderIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool IsAmount(string text) => text.Length is > 0 and <= 12 && text.All(char.IsAsciiDigit) && text[0] != '0';

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);
}
