using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Payments.Architecture.Tests;

/// <summary>Rules about the source text.</summary>
internal sealed partial class SourceTests
{
    private const int MaxLines = 400;

    // Written apart so that a search for them finds what is meant, not this list.
    private static readonly string[] ForbiddenWords = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    private static readonly string[] BannedExpressions =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Guid.NewGuid", "Guid.CreateVersion7",
        "Random.Shared", "Thread.Sleep", "Environment.TickCount", "Environment.TickCount64",
    ];

    private static IEnumerable<string> Code => Repository.Files("src", "samples").Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<string> ShippedCode => Code.Where(file => file.StartsWith("src/", StringComparison.Ordinal));

    [Test]
    public void No_file_is_long() => Findings.AssertNone(
        $"These files have more than {MaxLines} lines; part them by purpose:",
        from file in Code
        let lines = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
        where lines > MaxLines
        select $"{file}: {lines}");

    [Test]
    public void Nothing_is_left_undone() => Findings.AssertNone(
        "Finish it, or say in plain words what does not work:",
        from file in Repository.Files("src", "samples")
        where TextFile().IsMatch(file)
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        from word in ForbiddenWords
        where Regex.IsMatch(line.Item, $@"\b{word}\b", RegexOptions.None, TimeSpan.FromSeconds(1))
        select $"{file}:{line.Index + 1}: {word}");

    [Test]
    public void Time_ids_and_randomness_are_injected() => Findings.AssertNone(
        "Inject TimeProvider, ids and randomness (see BannedSymbols.txt; a suppressed warning counts, too):",
        from file in ShippedCode
        from node in Parse(file).DescendantNodes()
        let text = node switch
        {
            MemberAccessExpressionSyntax access => WithoutNamespace(access.ToString()),
            ObjectCreationExpressionSyntax { Type: var type } when WithoutNamespace(type + ".") == "Random." => "new Random",
            _ => "",
        }
        where text == "new Random" || BannedExpressions.Contains(text)
        select $"{At(file, node)}: {text}");

    [Test]
    public void Banned_symbols_are_never_switched_off() => Findings.AssertNone(
        "RS0030 is not suppressed:",
        from file in ShippedCode
        from trivia in Parse(file).DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) && trivia.ToString().Contains("RS0030", StringComparison.Ordinal)
        select file);

    [Test]
    public void No_exception_disappears() => Findings.AssertNone(
        "A catch block does something; one that has nothing to do names the exception's type and says why in a comment:",
        from file in Code
        from clause in Parse(file).DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Block.Statements.Count == 0 && (CatchesAll(clause) || !clause.Block.DescendantTrivia().Any(IsComment))
        select At(file, clause));

    [Test]
    public void A_provider_s_tables_are_not_frozen() => Findings.AssertNone(
        "A new process compiles a frozen dictionary for longer than its lookups ever save: use WordTable, or a dictionary that is only read:",
        from project in Repository.Packages
        where project.ProjectReferences.Contains("Payments.Http")
        from file in ShippedCode
        where file.StartsWith($"src/{project.Name}/", StringComparison.Ordinal)
        from name in Parse(file).DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.Text == "ToFrozenDictionary"
        select At(file, name));

    private static bool CatchesAll(CatchClauseSyntax clause) =>
        clause.Filter is null && (clause.Declaration is null || WithoutNamespace(clause.Declaration.Type + ".") == "Exception.");

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static string WithoutNamespace(string name) => name.Replace("global::", "", StringComparison.Ordinal)
        .Replace("System.Threading.", "", StringComparison.Ordinal).Replace("System.", "", StringComparison.Ordinal);

    private static SyntaxNode Parse(string file) => CSharpSyntaxTree.ParseText(Repository.Read(file)).GetRoot();

    private static string At(string file, SyntaxNode node) => $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    [GeneratedRegex(@"\.(cs|csproj|props|targets|md|json|txt|yml|yaml|html|css|js|sql)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextFile();
}
