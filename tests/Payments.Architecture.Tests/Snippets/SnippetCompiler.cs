using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Payments.Architecture.Tests;

/// <summary>Compiles a snippet as a reader would paste it: into the Program.cs of a new web project, or into a class. Every other using and name is on the page.</summary>
internal static class SnippetCompiler
{
    // What the Web SDK brings along.
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    // What the template's Program.cs names. Members, not locals, so that a snippet which makes its own hides them.
    private const string Names =
        """
        private static string[] args = null!;
        private static WebApplicationBuilder builder = null!;
        private static WebApplication app = null!;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly SyntaxTree UsingsOfTheSdk = CSharpSyntaxTree.ParseText(Usings, Language);

    /// <summary>The errors, as <c>file:line: id message</c>.</summary>
    internal static IReadOnlyList<string> Compile(Snippet snippet)
    {
        List<Diagnostic>? fewest = null;
        foreach (var text in Readings(snippet))
        {
            var errors = Errors(snippet, text);
            if (errors.Count == 0)
                return [];
            if (fewest is null || errors.Count < fewest.Count)
                fewest = errors;
        }

        return [.. fewest!.Select(error => Text(snippet, error))];
    }

    /// <summary>The types that the page gives no using for: all that can be asked of lines which stand among others elsewhere.</summary>
    internal static IReadOnlyList<string> UnknownTypes(Snippet snippet) =>
        Readings(snippet).Skip(1)
            .Select(text => Errors(snippet, text))
            .Select(errors => errors.Where(NamesUnknownType).Select(error => Text(snippet, error)).Distinct(StringComparer.Ordinal).ToList())
            .MinBy(errors => errors.Count)!;

    private static IEnumerable<string> Readings(Snippet snippet) => [AsProgram(snippet, []), AsProgram(snippet, snippet.Earlier), AsMembers(snippet)];

    private static List<Diagnostic> Errors(Snippet snippet, string text)
    {
        var compilation = CSharpCompilation.Create("snippet", [UsingsOfTheSdk, CSharpSyntaxTree.ParseText(text, Language)], CompilerReferences.All, Options);
        CSharpGeneratorDriver.Create([CompilerReferences.JsonGenerator], parseOptions: Language).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        return [.. whole.GetDiagnostics().Where(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error).OrderBy(diagnostic => LineOf(snippet, diagnostic))];
    }

    // In front of a member a type without its using is a name like any other: types begin with a capital.
    private static bool NamesUnknownType(Diagnostic error) =>
        error.Id is "CS0246" or "CS0103" && error.Location.SourceTree!.GetText().ToString(error.Location.SourceSpan) is [>= 'A' and <= 'Z', ..];

    private static string Text(Snippet snippet, Diagnostic error) =>
        string.Create(CultureInfo.InvariantCulture, $"{snippet.File}:{LineOf(snippet, error)}: {error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}");

    private static int LineOf(Snippet snippet, Diagnostic error) =>
        error.Location.GetMappedLineSpan() is { HasMappedPath: true } place ? place.StartLinePosition.Line + 1 : snippet.Line;

    // Statements go into a method; usings and types stay outside of it.
    private static string AsProgram(Snippet last, IReadOnlyList<Snippet> earlier)
    {
        // What belongs to no node (a brace too many) is found by compiling it where it stands. Earlier on the page it is a member of some class.
        if (Parse(last).ContainsDiagnostics)
            return Mark(last.Line) + last.Code;
        var units = earlier.Where(snippet => !Parse(snippet).ContainsDiagnostics).Append(last).Select(snippet => (Snippet: snippet, Root: Parse(snippet))).ToList();

        var text = new StringBuilder(UsingsBefore(last));
        Append(text, last, Parse(last).Usings);
        text.AppendLine("internal static class Snippet\n{").AppendLine(Names).AppendLine("private static async Task RunAsync()\n{\nawait Task.Yield();");
        foreach (var (snippet, root) in units)
            Append(text, snippet, root.Members.OfType<GlobalStatementSyntax>());
        text.AppendLine("}\n}");
        foreach (var (snippet, root) in units)
            Append(text, snippet, root.Members.Where(member => member is not GlobalStatementSyntax));
        return text.ToString();
    }

    private static string AsMembers(Snippet snippet) =>
        $"{UsingsBefore(snippet)}internal static class Snippet\n{{\n{Names}\nprivate sealed class Page\n{{\n{Mark(snippet.Line)}{snippet.Code}\n}}\n}}\n";

    // A using that the page has shown once is at the top of the reader's file.
    private static string UsingsBefore(Snippet snippet) => string.Concat(
        from earlier in snippet.Earlier
        from line in Parse(earlier).Usings
        select line.ToString() + "\n");

    private static CompilationUnitSyntax Parse(Snippet snippet) => CSharpSyntaxTree.ParseText(snippet.Code, Language).GetCompilationUnitRoot();

    private static void Append(StringBuilder text, Snippet snippet, IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            var start = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
            text.AppendLine().Append(Mark(snippet.Line + start)).AppendLine(node.ToFullString());
        }
    }

    private static string Mark(int line) => string.Create(CultureInfo.InvariantCulture, $"#line {line} \"README\"\n");
}
