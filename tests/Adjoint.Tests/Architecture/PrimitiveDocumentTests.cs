using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Tests.Laws;

namespace Adjoint.Tests.Architecture;

/// <summary>The table of primitives in docs/ is what the primitives say.</summary>
public class PrimitiveDocumentTests
{
    [Fact]
    public void The_document_is_what_the_primitives_say()
    {
        string path = Path.Combine(Repository.Root, PrimitiveDocument.Path), generated = PrimitiveDocument.Generate();
        if (Environment.GetEnvironmentVariable(PrimitiveDocument.Switch) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, generated);
        }

        string[] written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n') : [], wanted = generated.Split('\n');
        int line = Enumerable.Range(0, Math.Max(written.Length, wanted.Length)).FirstOrDefault(i => written.ElementAtOrDefault(i) != wanted.ElementAtOrDefault(i), -1);
        Assert.True(
            line < 0,
            $"{PrimitiveDocument.Path}, line {line + 1}, says '{written.ElementAtOrDefault(line)}' where the primitives say '{wanted.ElementAtOrDefault(line)}'. " +
            $"If the primitives are right, run this test with {PrimitiveDocument.Switch}=1 and commit the file.");
    }

    [Fact]
    public void Every_primitive_states_its_formula()
    {
        string[] silent = [.. PrimitiveTable.Cases.Select(@case => @case.Primitive.GetType()).Distinct().Where(type => !PrimitiveDocument.HasFormula(type)).Select(type => type.Name)];
        Assert.True(
            silent.Length == 0,
            $"{string.Join(", ", silent)}: override {nameof(Primitive)}.{nameof(Primitive.Formula)} with the forward formula in one line, as in \"r = max(a, 0)\".");
    }

    [Fact]
    public void Formulas_begin_with_the_result_and_name_every_argument() => Assert.All(PrimitiveDocument.Representatives(), @case =>
    {
        Assert.StartsWith("r", @case.Primitive.Formula, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', @case.Primitive.Formula);
        Assert.All(Enumerable.Range(0, @case.Primitive.Arity), i => Assert.Contains((char)('a' + i), @case.Primitive.Formula.Replace('ᵃ', 'a')));
    });

    [Fact]
    public void Every_primitive_is_in_the_document()
    {
        string generated = PrimitiveDocument.Generate();
        Assert.All(PrimitiveTable.Cases.Select(@case => @case.Primitive).DistinctBy(primitive => primitive.GetType()), primitive =>
            Assert.Contains(primitive.Formula, generated, StringComparison.Ordinal));
    }

    [Fact]
    public void A_primitive_that_keeps_silent_is_noticed() => Assert.False(PrimitiveDocument.HasFormula(typeof(MutatedTangent)));
}
