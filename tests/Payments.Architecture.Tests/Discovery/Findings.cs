namespace Payments.Architecture.Tests;

/// <summary>Asserts that a rule found nothing, and otherwise lists all that it found at once.</summary>
internal static class Findings
{
    internal static void AssertNone(string rule, IEnumerable<string> findings)
    {
        var found = findings.ToList();
        Assert.That(found, Is.Empty, $"{rule}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", found)}{Environment.NewLine}");
    }
}
