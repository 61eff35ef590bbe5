namespace Payments.BitPay.Tests;

public class ErrorTests
{
    private const string Path = "/invoices/" + Requests.InvoiceId;

    [TestCase("0000", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("0001", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase("0002", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0003", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0100", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("0101", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase("0102", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0103", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0107", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("0108", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0109", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0110", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall)]
    [TestCase("0111", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge)]
    [TestCase("0112", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0113", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0200", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("0201", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase("0202", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0203", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("0207", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("0208", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall)]
    public async Task Each_code_has_its_meaning_whatever_the_status_and_the_method(string suffix, PaymentErrorKind kind, PaymentErrorCode code)
    {
        foreach (var method in new[] { "00", "01", "02", "03", "04" })
        {
            foreach (var (status, member) in new[] { (200, "error"), (400, "message"), (500, "error") })
            {
                var error = await ErrorAsync(status, $$"""{"status":"error","code":"{{method}}{{suffix}}","data":null,"{{member}}":"No."}""");
                Assert.That((error.Kind, error.Code, error.ProviderCode, error.ProviderMessage), Is.EqualTo((kind, code, method + suffix, "No.")), $"{method} {status}");
            }
        }
    }

    [TestCase(400, """{"error":"Object not found"}""", PaymentErrorKind.NotFound, "Object not found")]
    [TestCase(200, """{"error":"Object not found"}""", PaymentErrorKind.NotFound, "Object not found")]
    [TestCase(200, """{"error":"Something else"}""", PaymentErrorKind.Unknown, "Something else")]
    [TestCase(400, """{"errors":[{"error":"missing required field","param":"price"},{"error":"x"}]}""", PaymentErrorKind.InvalidRequest, "price: missing required field; x")]
    [TestCase(200, """{"errors":["one","two"]}""", PaymentErrorKind.InvalidRequest, "one; two")]
    [TestCase(200, """{"errors":[7,null]}""", PaymentErrorKind.InvalidRequest, "7; ")]
    [TestCase(401, """{"status":"error","code":"000000","error":"Unauthorized sin"}""", PaymentErrorKind.Authentication, "Unauthorized sin")]
    [TestCase(403, """{"error":"This endpoint does not support the `pos` facade"}""", PaymentErrorKind.Authentication, "This endpoint does not support the `pos` facade")]
    [TestCase(409, """{"error":"Busy"}""", PaymentErrorKind.Conflict, "Busy")]
    [TestCase(429, """{"status":"error","code":"000000","error":"Rate limited"}""", PaymentErrorKind.RateLimited, "Rate limited")]
    [TestCase(422, "", PaymentErrorKind.InvalidRequest, null)]
    [TestCase(404, "<html>no</html>", PaymentErrorKind.NotFound, null)]
    [TestCase(502, "<html>no</html>", PaymentErrorKind.Unavailable, null)]
    [TestCase(504, "[]", PaymentErrorKind.Unavailable, null)]
    [TestCase(400, """{"status":"error","code":"011299","error":"No."}""", PaymentErrorKind.InvalidRequest, "No.")]
    [TestCase(400, """{"status":"error","code":10102,"error":"No."}""", PaymentErrorKind.InvalidRequest, "No.")]
    public async Task Errors_of_every_form_are_read(int status, string body, PaymentErrorKind kind, string? message)
    {
        var error = await ErrorAsync(status, body);
        Assert.That((error.Kind, error.ProviderMessage), Is.EqualTo((kind, message)));
    }

    [Test]
    public async Task An_account_that_is_not_set_up_is_no_outage()
    {
        using var bitpay = new BitPayHost().On("GET " + Path, """{"error":"Account not setup completely yet."}""", 500);
        var thrown = await Assert.ThrowsAsync<PaymentRequestException>(() => bitpay.Provider.GetPaymentAsync(Requests.Invoice));
        Assert.That((thrown!.Error.Code, bitpay.Calls), Is.EqualTo((PaymentErrorCode.MerchantConfiguration, 1)));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"data":null}""")]
    [TestCase("""{"data":[]}""")]
    [TestCase("""{"data":{"id":""}}""")]
    [TestCase("<html></html>")]
    public async Task An_answer_without_an_invoice_is_unreadable(string body)
    {
        using var bitpay = new BitPayHost().On("GET " + Path, body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => bitpay.Provider.GetPaymentAsync(Requests.Invoice)))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
    }

    [TestCase("""{"id":"i-1","status":"new","price":"20","currency":"USD"}""", "20 USD")]
    [TestCase("""{"data":{"id":7,"status":"new","price":2e1,"currency":"USD","posData":{"a":1},"transactions":"x","invoiceTime":"1620733980748","currentTime":-1,"url":7,"isCancelled":"no","orderId":null,"guid":[]}}""", "20 USD")]
    [TestCase("""{"data":{"id":"i-1","status":null,"price":1e99,"currency":"USD","transactions":[null,7,{"txid":7}],"posData":"{\"a\":","displayAmountPaid":{}}}""", "0 ")]
    [TestCase("""{"data":{"id":"i-1","invoiceTime":99999999999999999}}""", "0 ")]
    public async Task Odd_answers_do_not_throw(string body, string amount)
    {
        using var bitpay = new BitPayHost().On("GET " + Path, body);
        Assert.That((await bitpay.Provider.GetPaymentAsync(Requests.Invoice)).Amount.ToString(), Is.EqualTo(amount));
    }

    private static async Task<PaymentError> ErrorAsync(int status, string body)
    {
        using var bitpay = new BitPayHost(options => options.MaxRetries = 0).On("GET " + Path, body, status);
        return (await Assert.CatchAsync<PaymentException>(() => bitpay.Provider.GetPaymentAsync(Requests.Invoice)))!.Error;
    }
}
