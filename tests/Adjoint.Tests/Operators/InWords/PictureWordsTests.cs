using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators.InWords;

/// <summary>What convolutions of pictures with channels are in words: with strides, dilations, groups, transposed ones, and all their adjoints.</summary>
public sealed class PictureWordsTests
{
    private const int RandomCases = 240;
    private const double Tolerance = 1e-12;

    [Fact]
    public void What_is_said_of_random_convolutions_is_the_map()
    {
        Random random = new(20240607);
        int cases = 0, folded = 0, moved = 0;
        while (cases < RandomCases)
        {
            if (Drawn(random) is not (Variable w, Variable y, Expr function))
            {
                continue;
            }

            (Variable, Tensor<double>)[] values = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape))];
            foreach (Variable variable in new[] { w, y })
            {
                foreach (DescribedMap map in DescribedMap.Both(function, variable, values))
                {
                    double error = map.Error(values);
                    Assert.True(error <= Tolerance, $"{function} of {w.Shape} and {y.Shape} in {map.Argument.Name}: {map.Description.Text}, {map.Description.Expression}: {error}");
                    folded += map.Description.Text.Contains("folded back", StringComparison.Ordinal) ? 1 : 0;
                    moved += map.Description.Text.Contains("moved", StringComparison.Ordinal) ? 1 : 0;
                }
            }

            cases++;
        }

        Assert.True(folded > 20 && moved > 50, $"Only {folded} maps fold and {moved} move entries apart.");
    }

    /// <summary>A 3×3 convolution of pictures 9×8 with 2 channels to 4: in y a stride becomes an input dilation, in w a dilation.</summary>
    [Theory]
    [InlineData(1, 1, 1, "full convolution of ε with flip(w), summed over output channels", "valid convolution of flip(y) with ε, summed over the batch")]
    [InlineData(
        2,
        1,
        1,
        "valid convolution of ε, its entries moved 2×2 apart with zeros between (input dilation 2×2), 2×2 zeros in front and 2×3 behind, with flip(w), summed over output channels",
        "valid convolution of flip(y), its first 0×1 left out, with ε, dilation 2×2, summed over the batch")]
    [InlineData(
        3,
        1,
        1,
        "valid convolution of ε, its entries moved 3×3 apart with zeros between (input dilation 3×3), 2×2 zeros in front and 2×4 behind, with flip(w), summed over output channels",
        "valid convolution of flip(y), its first 0×2 left out, with ε, dilation 3×3, summed over the batch")]
    [InlineData(1, 2, 1, "full convolution of ε with flip(w), dilation 2×2, summed over output channels", "valid convolution of flip(y) with ε, stride 2×2, summed over the batch")]
    [InlineData(
        1, 1, 2, "full convolution of ε with flip(w), summed over output channels, in 2 groups of channels", "valid convolution of flip(y) with ε, summed over the batch, in 2 groups of channels")]
    public void Words(int stride, int dilation, int groups, string inPicture, string inKernel)
    {
        Variable w = new("w", [3, 3, 2 / groups, 4]), y = new("y", [2, 9, 8, 2]);
        Expr function = ConvolvePictures(w, y, new ConvolutionOptions { Stride = [stride, stride], Dilation = [dilation, dilation], Groups = groups });
        (Variable, Tensor<double>)[] values = [(w, RandomTensors.Next(new Random(1), w.Shape)), (y, RandomTensors.Next(new Random(2), y.Shape))];
        DescribedMap[] maps = [DescribedMap.Both(function, y, values)[1], DescribedMap.Both(function, w, values)[1]];
        Assert.Equal([inPicture, inKernel], maps.Select(map => map.Description.Text));
        Assert.All(maps, map => Assert.InRange(map.Error(values), 0, Tolerance));
    }

    /// <summary>The adjoint of an adjoint is the map again, and so is what is said of it.</summary>
    [Fact]
    public void What_is_said_of_adjoints_of_adjoints_is_the_map()
    {
        Random random = new(7);
        for (int cases = 0; cases < 60;)
        {
            if (Drawn(random) is not (Variable w, Variable y, Expr function))
            {
                continue;
            }

            (Variable x, Variable other) = random.Next(2) == 0 ? (w, y) : (y, w);
            Variable cotangent = new("ε", function.Shape);
            Expr adjoint = Transposition.Adjoint(function, [x], cotangent)[0];
            (Variable, Tensor<double>)[] values = [(other, RandomTensors.Next(random, other.Shape)), (cotangent, RandomTensors.Next(random, cotangent.Shape))];
            foreach (DescribedMap map in new[] { cotangent, other }.SelectMany(variable => DescribedMap.Both(adjoint, variable, values)))
            {
                double error = map.Error(values);
                Assert.True(error <= Tolerance, $"{adjoint} of {w.Shape} and {y.Shape} in {map.Argument.Name}: {map.Description.Text}, {map.Description.Expression}: {error}");
            }

            cases++;
        }
    }

    /// <summary>A convolution of one to three axes, in one case of four transposed; nothing where the drawn numbers do not fit.</summary>
    private static (Variable W, Variable Y, Expr Function)? Drawn(Random random)
    {
        int rank = random.Next(1, 4), groups = random.Next(3) == 0 ? random.Next(2, 4) : 1, inputs = random.Next(1, 3), outputs = random.Next(1, 3) * groups;
        int[] Lengths(int least, int most) => [.. Enumerable.Range(0, rank).Select(_ => random.Next(least, most + 1))];
        bool transposes = random.Next(4) == 0;
        ConvolutionOptions options = new((Boundary)random.Next(7))
        {
            Stride = Shape.Create(Lengths(1, 3)),
            Dilation = random.Next(2) == 0 ? Shape.Create(Lengths(1, 3)) : null,
            InputDilation = !transposes && random.Next(4) == 0 ? Shape.Create(Lengths(1, 3)) : null,
            Groups = groups,
        };
        Shape kernel = [.. Lengths(1, rank == 1 ? 5 : 3), inputs, outputs];
        Variable w = new("w", kernel), y = new("y", [random.Next(1, 3), .. Lengths(1, rank == 1 ? 9 : rank == 2 ? 6 : 4), transposes ? outputs : inputs * groups]);
        bool flips = random.Next(2) == 0;
        try
        {
            return (w, y, (flips, transposes) switch
            {
                (true, false) => ConvolvePictures(w, y, options),
                (false, false) => CorrelatePictures(w, y, options),
                (true, true) => ConvolveTransposedPictures(w, y, options),
                (false, true) => CorrelateTransposedPictures(w, y, options),
            });
        }
        catch (ShapeException)
        {
            // The kernel is larger than the picture, or a boundary does not go with an input dilation.
            return null;
        }
    }
}
