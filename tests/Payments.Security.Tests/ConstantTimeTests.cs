using System.Text.RegularExpressions;

namespace Payments.Security.Tests;

/// <summary>What is secret, or computed from a secret, is compared by FixedTimeEquals only: the source of this package is searched for every other way.</summary>
internal sealed partial class ConstantTimeTests
{
    [Test]
    public void Bytes_are_compared_in_constant_time_only()
    {
        var files = Sources().ToList();
        Assert.That(files, Has.Count.GreaterThan(40));
        Assert.That(
            from file in files
            from line in File.ReadLines(file).Index()
            where OtherComparison().IsMatch(line.Item.Split("//")[0])
            select $"{Path.GetFileName(file)}:{line.Index + 1}: {line.Item.Trim()}", Is.Empty);
        Assert.That(files.Count(file => File.ReadAllText(file).Contains("CryptographicOperations.FixedTimeEquals", StringComparison.Ordinal)), Is.GreaterThan(1));
    }

    [TestCase("if (mac.SequenceEqual(expected))", true)]
    [TestCase("return hash.SequenceCompareTo(other) == 0;", true)]
    [TestCase("StructuralComparisons.StructuralEqualityComparer.Equals(a, b)", true)]
    [TestCase("if (signature == expected)", true)]
    [TestCase("string.Equals(secret, given, StringComparison.Ordinal)", true)]
    [TestCase("CryptographicOperations.FixedTimeEquals(mac, expected)", false)]
    [TestCase("if (signature is null)", false)]
    [TestCase("if (name.SequenceEqual(_timestampName))", false)]
    public void The_search_finds_what_it_is_for(string line, bool found) => Assert.That(OtherComparison().IsMatch(line), Is.EqualTo(found));

    private static IEnumerable<string> Sources()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent!;
        return Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Payments.Security"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    // The sequence comparisons, but of a header field's name; and ==, != or Equals on what is called by a secret's name. Lengths, nulls and ids may be compared as one likes.
    [GeneratedRegex(
        @"(?<!\bname\.)\bSequence(Equal|CompareTo)\b|StructuralComparisons|\b(mac|hmac|hash|digest|signature|secret|password|tag|right|_key|keyBytes|plaintext|token)\s*(==|!=)\s*(?!null|default)|(?<!FixedTime)Equals\((mac|hmac|hash|digest|signature|secret|tag|right|token)\b",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherComparison();
}
