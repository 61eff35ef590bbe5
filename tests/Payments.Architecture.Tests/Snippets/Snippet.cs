namespace Payments.Architecture.Tests;

/// <summary>A block of C# in a Markdown file.</summary>
/// <param name="File">The file, relative to the repository's root.</param>
/// <param name="Line">The number of the block's first line.</param>
/// <param name="Code">The code.</param>
internal sealed record Snippet(string File, int Line, string Code)
{
    private const string Fence = "```";

    /// <summary>Whether the block says that it is not to be compiled.</summary>
    internal bool IsIgnored { get; private init; }

    /// <summary>The blocks that a reader of the page has seen before.</summary>
    internal IReadOnlyList<Snippet> Earlier { get; init; } = [];

    public override string ToString() => $"{File}:{Line}";

    /// <summary>Whether a source text has every line of the block, comments left out, in the block's order.</summary>
    internal bool StandsIn(string source)
    {
        var position = 0;
        foreach (var line in Code.Split('\n').Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0))
        {
            var found = source.IndexOf(line, position, StringComparison.Ordinal);
            if (found < 0)
                return false;
            position = found + line.Length;
        }

        return position > 0;
    }

    internal static IEnumerable<Snippet> ReadAll(string file)
    {
        var lines = Repository.Read(file).ReplaceLineEndings("\n").Split('\n');
        List<Snippet> earlier = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var info = lines[i].TrimStart();
            if (!info.StartsWith(Fence, StringComparison.Ordinal))
                continue;

            var end = Array.FindIndex(lines, i + 1, line => line.Trim() == Fence);
            if (end < 0)
                throw new FormatException($"{file}:{i + 1}: the block has no end.");
            if (info[Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["csharp", .. var marks])
            {
                var snippet = new Snippet(file, i + 2, string.Join('\n', lines[(i + 1)..end])) { IsIgnored = marks.Contains("ignore"), Earlier = [.. earlier] };
                yield return snippet;
                if (!snippet.IsIgnored)
                    earlier.Add(snippet);
            }

            i = end;
        }
    }
}
