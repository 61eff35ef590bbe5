using System.Text;

namespace Payments.Http.Tests;

internal sealed class ProviderTextTests
{
    [TestCase(null, 3, ExpectedResult = null)]
    [TestCase("", 3, ExpectedResult = "")]
    [TestCase("abc", 3, ExpectedResult = "abc")]
    [TestCase("abcd", 3, ExpectedResult = "abc")]
    [TestCase("ab😀", 3, ExpectedResult = "ab")]
    [TestCase("ab😀", 4, ExpectedResult = "ab😀")]
    [TestCase("머그컵 두 개", 3, ExpectedResult = "머그컵")]
    public string? Text_is_cut_between_characters(string? text, int max) => ProviderText.Cut(text, max);

    [TestCase("머그컵", 9, ExpectedResult = "머그컵")]
    [TestCase("머그컵", 8, ExpectedResult = "머그")]
    [TestCase("a😀b", 4, ExpectedResult = "a")]
    [TestCase("a😀b", 5, ExpectedResult = "a😀")]
    [TestCase("abc", 2, ExpectedResult = "ab")]
    [TestCase(null, 2, ExpectedResult = null)]
    public string? Text_is_cut_by_its_bytes(string? text, int max) => ProviderText.CutBytes(text, max);

    [Test]
    public void Bytes_are_counted_as_the_provider_counts_them()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.That(ProviderText.CutBytes("머그컵a", 6, Encoding.GetEncoding("euc-kr")), Is.EqualTo("머그컵"));
    }
}
