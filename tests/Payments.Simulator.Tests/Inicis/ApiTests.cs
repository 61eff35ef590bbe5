using System.Security.Cryptography;
using System.Text;

namespace Payments.Simulator.Tests.Inicis;

internal sealed class ApiTests : InicisFixture
{
    [Test]
    public async Task A_transaction_is_read_by_tid_or_order()
    {
        var tid = await ApprovedAsync();
        var answer = await CallAsync("inquiry", $$"""{"tid":"{{tid}}"}""");
        Assert.That((Code(answer), (string?)answer["transactionStatus"], (string?)answer["price"]), Is.EqualTo(("SUCCESS", "APPROVAL", "15000")));
        Assert.That((string?)(await CallAsync("inquiry", """{"oid":"A-1"}"""))["tid"], Is.EqualTo(tid));
        Assert.That(Code(await CallAsync("inquiry", """{"oid":"A-2"}""")), Is.EqualTo("500623"));
        Assert.That(Code(await CallAsync("inquiry", $$"""{"tid":"{{tid}}","oid":"A-1"}""")), Is.EqualTo("500252"));
    }

    [Test]
    public async Task What_is_not_hashed_as_it_is_written_is_refused()
    {
        var tid = await ApprovedAsync();
        var data = $$"""{"tid":"{{tid}}"}""";
        Assert.That(Code(await CallAsync("inquiry", data, Sha512($"{ApiKey}{Merchant}inquiry{Seconds}203.0.113.7{data}"))), Is.EqualTo("500201"), "The address is not hashed.");
        Assert.That(Code(await CallAsync("inquiry", data, Sha512($"{SignKey}{Merchant}inquiry{Seconds}{data}"))), Is.EqualTo("500201"), "It is another key.");
        Assert.That(Code(await CallAsync("refund", $$"""{"tid": "{{tid}}", "msg": "x"}""")), Is.EqualTo("500201"), "Blanks are taken out before it is hashed.");
        Assert.That(Code(await CallAsync("refund", $$"""{"tid":"{{tid}}","msg":"\uB2E8\uC21C"}""")), Is.EqualTo("500201"), "Korean is not escaped.");
        Assert.That(Code(await CallAsync("refund", $$"""{"tid":"{{tid}}","msg":"단순"}""")), Is.EqualTo("00"));
    }

    [Test]
    public async Task Parts_are_locked_by_what_has_to_be_left()
    {
        var tid = await ApprovedAsync();
        Assert.That(await PartAsync(tid, 4000, 10_000), Is.EqualTo("500706"));
        Assert.That(await PartAsync(tid, 4000, 11_000), Is.EqualTo("00"));
        Assert.That(await PartAsync(tid, 4000, 11_000), Is.EqualTo("500706"), "The same again.");
        Assert.That(await PartAsync(tid, 12_000, 0), Is.EqualTo("500826"));
        Assert.That(Code(await RefundAsync(tid)), Is.EqualTo("500624"));
        Assert.That(await PartAsync(tid, 11_000, 0), Is.EqualTo("00"));
        Assert.That(Code(await RefundAsync(tid)), Is.EqualTo("500626"));
        Assert.That(Simulator.TotalsOf("A-1").Refunded, Is.EqualTo(15000));
    }

    [Test]
    public async Task A_part_of_everything_is_refused() => Assert.That(await PartAsync(await ApprovedAsync(), 15_000, 0), Is.EqualTo("500749"));

    [Test]
    public async Task A_second_is_good_once()
    {
        var (first, second) = (await ApprovedAsync(), await ApprovedAsync("A-2"));
        var seconds = Seconds;
        Assert.That(Code(await CallAsync("inquiry", $$"""{"tid":"{{first}}"}""", seconds: seconds)), Is.EqualTo("SUCCESS"));
        Assert.That(Code(await CallAsync("refund", $$"""{"tid":"{{second}}","msg":"x"}""", seconds: seconds)), Is.EqualTo("500631"), "A read takes it, too.");
        seconds = Seconds;
        Assert.That(Code(await CallAsync("refund", $$"""{"tid":"{{first}}","msg":"x"}""", seconds: seconds)), Is.EqualTo("00"));
        Assert.That(Code(await CallAsync("refund", $$"""{"tid":"{{second}}","msg":"x"}""", seconds: seconds)), Is.EqualTo("500631"));
        Assert.That(Code(await CallAsync("inquiry", $$"""{"tid":"{{second}}"}""", seconds: seconds)), Is.EqualTo("500631"));
        Assert.That(Code(await RefundAsync(second)), Is.EqualTo("00"), "A second later.");
    }

    [Test]
    public async Task An_account_is_refunded_to_a_bank_account()
    {
        var tid = await ApprovedAsync(method: "VBank");
        var seconds = Seconds;
        Assert.That(Code(await RefundAsync(tid)), Is.EqualTo("500252"));
        await Simulator.SettlePendingAsync();
        var cipher = Cipher("110123456789");
        var form = new Dictionary<string, string>
        {
            ["type"] = "Refund", ["paymethod"] = "Vacct", ["timestamp"] = seconds, ["clientIp"] = "203.0.113.7", ["mid"] = Merchant, ["tid"] = tid, ["msg"] = "x",
            ["refundAcctNum"] = cipher, ["refundBankCode"] = "88", ["refundAcctName"] = "A",
            ["hashData"] = Sha512($"{ApiKey}RefundVacct{seconds}203.0.113.7{Merchant}{tid}"),
        };
        Assert.That(Code(await PostAsync("/api/v1/refund", form)), Is.EqualTo("500201"), "The account number is hashed, too.");
        form["hashData"] = Sha512($"{ApiKey}RefundVacct{seconds}203.0.113.7{Merchant}{tid}{cipher}");
        Assert.That(Code(await PostAsync("/api/v1/refund", form)), Is.EqualTo("500631"), "The second was taken by the refund that was refused.");
        (form["timestamp"], form["hashData"]) = (Seconds, Sha512($"{ApiKey}RefundVacct{Seconds}203.0.113.7{Merchant}{tid}{cipher}"));
        Assert.That(Code(await PostAsync("/api/v1/refund", form)), Is.EqualTo("00"));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((string?)(await CallAsync("inquiry", $$"""{"tid":"{{tid}}"}"""))["transactionStatus"], Is.EqualTo("WAITING_FOR_REFUND"));
        await Simulator.SettlePendingAsync();
        Assert.That((string?)(await CallAsync("inquiry", $$"""{"tid":"{{tid}}"}"""))["transactionStatus"], Is.EqualTo("REFUND_COMPLETED"));
    }

    private Task<System.Text.Json.Nodes.JsonObject> RefundAsync(string tid) => CallAsync("refund", $$"""{"tid":"{{tid}}","msg":"x"}""");

    private async Task<string?> PartAsync(string tid, long price, long left)
    {
        var data = $$"""{"tid":"{{tid}}","msg":"x","price":"{{price}}","confirmPrice":"{{left}}","currency":"WON","tax":"0","taxfree":"0"}""";
        return Code(await CallAsync("partialRefund", data));
    }

    private static string Cipher(string account)
    {
        using var aes = Aes.Create();
        aes.Key = Encoding.ASCII.GetBytes(ApiKey);
        return Convert.ToBase64String(aes.EncryptCbc(Encoding.ASCII.GetBytes(account), "HYb3yQ4f65QL89=="u8));
    }
}
