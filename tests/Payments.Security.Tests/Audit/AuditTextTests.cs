namespace Payments.Security.Tests.Audit;

internal sealed class AuditTextTests
{
    [TestCase("pi_3MtwBwLkdIwHu7ix28a3tqPa")]
    [TestCase("Order-1001")]
    [TestCase("20261102NP1043587746")]
    [TestCase("StdpayCARDINIpayTest20260101123456789012")]
    [TestCase("8835296650153317")]
    [TestCase("4242-4242-4242-42424")]
    [TestCase("04242424242424242424")]
    [TestCase("4242-424242-4242")]
    [TestCase("0190c3a2-4f6e-7b1c-9d2e-1f3a5b7c9d0e")]
    public void An_id_stays(string id) => Assert.That(AuditText.Id(id), Is.EqualTo(id));

    [TestCase("4242424242424242", "************4242")]
    [TestCase("order-4242424242424242-1", "order-************4242-1")]
    [TestCase("4242-4242-4242-4242", "****-****-****-4242")]
    [TestCase("378282246310005", "***********0005")]
    [TestCase("3782 822463 10005", "**** ****** *0005")]
    [TestCase("1 4242424242424242, 5555555555554444", "1 ************4242, ************4444")]
    [TestCase("1234 4242 4242 4242 4242", "1234 **** **** **** 4242")]
    [TestCase("pi_1_secret_abc", "pi_1_secret_***")]
    [TestCase("sk_live_1abc", "sk_live_***")]
    [TestCase("sk_live_abc", "sk_live_***")]
    public void An_id_that_holds_what_must_not_be_written_is_masked(string id, string masked) => Assert.That(AuditText.Id(id), Is.EqualTo(masked));

    [TestCase("broken glass, 2 of 3", "broken glass, 2 of 3")]
    [TestCase("cvv 123", "cvv ***")]
    [TestCase("card 4242 4242 4242 4242 of Kim", "card *** of Kim")]
    [TestCase("tel. 010-1234-5678", "tel. ***")]
    [TestCase("mail kim@example.com", "mail ***")]
    [TestCase("key sk_live_abc", "key ***")]
    [TestCase("of pi_1_secret_xyz", "of ***")]
    [TestCase("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "***")]
    public void A_reason_holds_no_number_or_key(string reason, string masked) => Assert.That(AuditText.Reason(reason), Is.EqualTo(masked));
}
