using System.Text;

namespace Payments.Architecture.Tests;

/// <summary>The public surface of every package is a text file beside its project, so that a change of it shows in review.</summary>
internal sealed class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Public_surface_is_the_recorded_one(Project package)
    {
        var file = Path.Combine(package.Directory, "PublicAPI.txt");
        var now = PublicApiWriter.Write(package.Name);

        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(file, string.Concat(now.Select(line => line + "\n")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        Assert.That(file, Does.Exist, $"The public surface is not recorded. Run the test with {UpdateVariable}=1 and commit the file.");
        var recorded = File.ReadAllLines(file);
        Assert.That(now.SequenceEqual(recorded), Is.True, () => Describe(recorded, now));
    }

    private static string Describe(string[] recorded, IReadOnlyList<string> now)
    {
        var text = new StringBuilder("The public surface has changed (- recorded, + now). If it is meant to, run the test with ")
            .Append(UpdateVariable).AppendLine("=1 and commit the file.");
        var removed = Without(recorded, now);
        var added = Without(now, recorded);
        foreach (var (line, sign) in removed.Select(line => (line, '-')).Concat(added.Select(line => (line, '+'))).OrderBy(entry => entry.line, StringComparer.Ordinal))
            text.Append("  ").Append(sign).Append(' ').AppendLine(line);
        if (removed.Count == 0 && added.Count == 0)
            text.AppendLine("  The lines are the same in another order, or one is there twice.");
        return text.ToString();
    }

    private static List<string> Without(IReadOnlyList<string> lines, IReadOnlyList<string> others)
    {
        var known = others.ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => !known.Contains(line))];
    }
}
