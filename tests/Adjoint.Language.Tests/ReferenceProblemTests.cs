using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests;

/// <summary>The reference problems that the language can say, with the numbers that mathematics gives.</summary>
public sealed class ReferenceProblemTests
{
    /// <summary>One convolutional layer: at w = argmin the gradient 2 Bᵀ(Bw − x) is 0, and the loss between two points lies below their chord.</summary>
    [Fact]
    public void One_layer_has_the_gradient_of_least_squares()
    {
        // B has the rows [y1 y0], [y2 y1] = [2 1], [3 2] and w = [1, −1] solves Bw = [1, 1].
        Arrays.AssertClose(Arrays.Read("0"), Arrays.Evaluate("sumsq(x - conv(w, y))", "x=[1,1] y=[1,2,3] w=[1,-1]"));
        Arrays.AssertClose(Arrays.Read("[0,0]"), Gradient("sumsq(x - conv(w, y))", "x=[1,1] y=[1,2,3] w=[1,-1]", "w"));

        // At w = 0 it is −2 Bᵀx = −2 [5, 3].
        Arrays.AssertClose(Arrays.Read("[-10,-6]"), Gradient("sumsq(x - conv(w, y))", "x=[1,1] y=[1,2,3] w=[0,0]", "w"));
    }

    /// <summary>Two layers that share a kernel: (1 − w₀²)² has the values 0, 1, 0 at −1, 0, 1, and is stationary at each.</summary>
    [Theory]
    [InlineData("-1", "0", "[0]")]
    [InlineData("0", "1", "[0]")]
    [InlineData("1", "0", "[0]")]
    [InlineData("0.5", "0.5625", "[-1.5]")]
    public void Two_layers_that_share_a_kernel(string w, string loss, string gradient)
    {
        const string text = "sumsq(x - conv(w, conv(w, y)))";
        Arrays.AssertClose(Arrays.Read(loss), Arrays.Evaluate(text, $"x=[1] y=[1] w=[{w}]"));
        Arrays.AssertClose(Arrays.Read(gradient), Gradient(text, $"x=[1] y=[1] w=[{w}]", "w"));
    }

    /// <summary>w = w₀δ twice gives w₀² y.</summary>
    [Fact]
    public void A_scaled_impulse_applied_twice_scales_by_its_square() =>
        Arrays.AssertClose(Arrays.Read("[9,18,27,36]"), Arrays.Evaluate("conv(w, conv(w, y, same), same)", "w=[0,3,0] y=[1,2,3,4]"));

    /// <summary>One dimension: the rows of A, and both adjoints as convolutions.</summary>
    [Theory]
    [InlineData("[1,0,0]", "[100,10,1,0,0]")]
    [InlineData("[0,1,0]", "[0,100,10,1,0]")]
    [InlineData("[0,0,1]", "[0,0,100,10,1]")]
    public void The_adjoint_in_the_signal_is_a_full_convolution(string cotangent, string row)
    {
        const string values = "w=[1,10,100] y=[2,3,5,7,11]";
        Arrays.AssertClose(Arrays.Read(row), Gradient("conv(w, y)", values, "y", cotangent));
        Arrays.AssertClose(Arrays.Read(row), Arrays.Evaluate("conv(flip(w), e, full)", $"{values} e={cotangent}"));
        Arrays.AssertClose(Arrays.Read(row), Arrays.Evaluate("conv(flip(w), e, same)", $"{values} e={cotangent.Replace("[", "[0,", StringComparison.Ordinal).Replace("]", ",0]", StringComparison.Ordinal)}"));
    }

    [Theory]
    [InlineData("[1,0,0]", "[5,3,2]")]
    [InlineData("[0,1,0]", "[7,5,3]")]
    [InlineData("[0,0,1]", "[11,7,5]")]
    public void The_adjoint_in_the_kernel_is_a_valid_convolution(string cotangent, string row)
    {
        const string values = "w=[1,10,100] y=[2,3,5,7,11]";
        Arrays.AssertClose(Arrays.Read(row), Gradient("conv(w, y)", values, "w", cotangent));
        Arrays.AssertClose(Arrays.Read(row), Arrays.Evaluate("conv(flip(y), e)", $"{values} e={cotangent}"));
    }

    /// <summary>ε already holds the −2: x̂ = [3, 6, 12], ε = −2 (x − x̂) = [4, 10, 22], g_w = Bᵀε.</summary>
    [Fact]
    public void The_gradient_in_one_dimension_has_its_factor_once()
    {
        const string values = "w=[1,0,-1] y=[1,2,4,8,16] x=[1,1,1]";
        Arrays.AssertClose(Arrays.Read("150"), Arrays.Evaluate("sumsq(x - conv(w, y))", values));
        Arrays.AssertClose(Arrays.Read("[448,224,112]"), Gradient("sumsq(x - conv(w, y))", values, "w"));
        Arrays.AssertClose(Arrays.Read("[448,224,112]"), Arrays.Evaluate("conv(flip(y), -2 * (x - conv(w, y)))", values));
    }

    /// <summary>Maximum likelihood of softmax classes is cross-entropy, and its gradient in the logits is p̂ − x.</summary>
    [Fact]
    public void Maximum_likelihood_is_cross_entropy()
    {
        // Logits log 2, 0, 0 give p̂ = ½, ¼, ¼; the second class is right.
        const string values = "z=[[0.6931471805599453,0,0]] x=[[0,1,0]]";
        Arrays.AssertClose(Arrays.Read("1.3862943611198906"), Arrays.Evaluate("crossentropy(z, x)", values));
        Arrays.AssertClose(Arrays.Read("1.3862943611198906"), Arrays.Evaluate("nll(softmax(z), x)", values));
        Arrays.AssertClose(Arrays.Read("[[0.5,-0.75,0.25]]"), Gradient("crossentropy(z, x)", values, "z"));
        Arrays.AssertClose(Arrays.Read("[[0.5,-0.75,0.25]]"), Gradient("nll(softmax(z), x)", values, "z"));
    }

    private static Tensor<double> Gradient(string text, string bindings, string name, string? cotangent = null)
    {
        (Variable Variable, Tensor<double> Value)[] values = Arrays.Bindings(bindings);
        Constant? direction = cotangent is null ? null : new Constant(Arrays.Read(cotangent));
        return Arrays.Parse(text, values).Gradient(values.Single(pair => pair.Variable.Name == name).Variable, direction).Evaluate(values);
    }
}
