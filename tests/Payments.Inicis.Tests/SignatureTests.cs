namespace Payments.Inicis.Tests;

/// <summary>The checksums. The expected values are computed outside of .NET (Python's hashlib, openssl enc -aes-128-cbc) from the documented texts.</summary>
internal sealed class SignatureTests
{
    private const string OrderId = "A-1001";
    private const string Price = "15000";
    private const string Milliseconds = "1793318400000";
    private const string Seconds = "20261030090000";
    private const string SignKey = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS";
    private const string HashKey = "3CB8183A4BE283555ACC8363C0360223";
    private const string ApiKey = "ItEQKi3rY7uvDS8l";
    private const string ApiIv = "HYb3yQ4f65QL89==";

    [Test]
    public void The_window_is_signed() => Assert.That(
        InicisSignatures.Window(OrderId, Price, Milliseconds), Is.EqualTo("503e66b0f7059f2a8258a89d143045264b3beef29747b8af24c0f0ed5e39b0cd"));

    [Test]
    public void The_window_is_verified() => Assert.That(
        InicisSignatures.WindowVerification(OrderId, Price, SignKey, Milliseconds),
        Is.EqualTo("18dfa83af2253aa4f0761fed38674c8e29409a4e768b69429482c45410a6c6ae"));

    [Test]
    public void The_sign_key_is_hashed_as_it_is() => Assert.That(
        InicisSignatures.SignKeyHash(SignKey), Is.EqualTo("3a9503069192f207491d4b19bd743fc249a761ed94246c8c42fed06c3cd15a33"));

    [Test]
    public void The_approval_is_signed_over_the_token_as_it_is() => Assert.That(
        InicisSignatures.Approval(Requests.Token, Milliseconds), Is.EqualTo("26d9bde326cf16806ddee0c4a1a931e6a9891fb614b15803ffc0f751ea40104b"));

    [Test]
    public void The_approval_is_verified() => Assert.That(
        InicisSignatures.ApprovalVerification(Requests.Token, SignKey, Milliseconds),
        Is.EqualTo("2357389068c039513afc03acf4dd8c3f6a48e19035f6e83cfa702c3c86c63d15"));

    [TestCase(0, "514b731d4a42d0aecd7cfde513d7d6c6457fbe12e36fa567df2786337faefc07")]
    [TestCase(1, "1cf162fae50ec37db6d1959166728948fee49b4339d335eb288bdfff70fb6bd1")]
    [TestCase(2, "1f8c9658c0746408ef87ccf450fe3aa866bfbb83fb6067c4ad686133f08f66d6")]
    [TestCase(3, "1af0533e324ae1fafea98017ff7393b08e0e4b859e0239e4628c215455bee6f9")]
    [TestCase(4, "3528363ff6800d3e33504b543e2b58ddc624450145d8d0b59fbb19a1304e5228")]
    [TestCase(5, "889570f0b808d8ca84fb41c2f61f17e720651a800b8848d4347b8f18e86b5725")]
    [TestCase(6, "9369542ad631ae6cfb4e23833567b1bb640943b9ebfa024479746aea4e126ab9")]
    [TestCase(7, "264178cd3aa6ae9aca5f7d093e5bed197b14f76ed77b6e0027b6905639cece45")]
    [TestCase(8, "ebf0f88932c5ff0489ddbe188332b4dd478300b10bd0c8477a1db004d28eeb3b")]
    [TestCase(9, "8c953911c737af52796630f49dd87f7fe126b8f67a8f997d9ce3b89641690e7f")]
    public void An_answer_is_signed_by_the_last_digit_of_the_time(int digit, string expected) => Assert.That(
        InicisSignatures.Answer(OrderId, "INIpayTest", Price, $"179331840000{digit}"), Is.EqualTo(expected));

    [Test]
    public void The_mobile_form_is_signed() => Assert.That(
        InicisSignatures.Mobile(Price, OrderId, Milliseconds, HashKey),
        Is.EqualTo("GKsceWmntMBOXyAPtvzCo8zUxEQoiehoGiegp5OJDqUga2ZQVr7DOuFRoiVdCcEXhTo5n7AVYOlR4d1R8uMDTQ=="));

    [Test]
    public void An_account_number_is_encrypted_with_the_texts_own_bytes() =>
        Assert.That(InicisSignatures.Encrypt(ApiKey, ApiIv, "11012345678901"), Is.EqualTo("Pgc+KMLQbOEuvyCwb0ia9Q=="));

    [Test]
    public void Version_2_hashes_its_data_and_no_address() => Assert.That(
        InicisSignatures.Api(ApiKey, "INIpayTest", "inquiry", Seconds, InicisApi.Canonical(("tid", Requests.Tid))),
        Is.EqualTo("4a3b2e069e3e1590fa84d0d3fdde18e4412d691f8694be92678750ae306c4122cabec5d1d9e1722ea9eb8a0305c7988119cdd0c6d0f2e3a01dfb557067fd0120"));

    // Quotation marks and backslashes are escaped; Korean, slashes, '<', '&', '+', emoji and line separators are not. Control characters cannot be meant.
    [TestCase("단순 변심", """{"msg":"단순 변심"}""")]
    [TestCase("a/b <&+>'😀\u2028", "{\"msg\":\"a/b <&+>'😀\u2028\"}")]
    [TestCase("say \"no\" \\ yes", """{"msg":"say \"no\" \\ yes"}""")]
    [TestCase("a\tb\nc", """{"msg":"a b c"}""")]
    public void Data_is_written_as_it_will_be_hashed(string message, string expected) => Assert.That(InicisApi.Canonical(("msg", message)), Is.EqualTo(expected));

    [Test]
    public void A_mark_is_for_one_order_and_amount()
    {
        var options = new InicisOptions();
        InicisHost.Configure(options);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(InicisSignatures.Mark(options, OrderId, Price), Is.EqualTo(Requests.Mark));
            Assert.That(InicisSignatures.IsMark(options, OrderId, Price, Requests.Mark), Is.True);
            Assert.That(InicisSignatures.IsMark(options, OrderId, "15001", Requests.Mark), Is.False);
            Assert.That(InicisSignatures.IsMark(options, "A-1002", Price, Requests.Mark), Is.False);
            Assert.That(InicisSignatures.IsMark(options, OrderId, Price, ""), Is.False);
            for (var i = 0; i < Requests.Mark.Length; i++)
            {
                var tampered = Requests.Mark[..i] + (Requests.Mark[i] == '0' ? '1' : '0') + Requests.Mark[(i + 1)..];
                Assert.That(InicisSignatures.IsMark(options, OrderId, Price, tampered), Is.False, $"Character {i} was changed.");
            }
        }
    }
}
