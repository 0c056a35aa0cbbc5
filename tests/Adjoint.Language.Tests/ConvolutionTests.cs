namespace Adjoint.Language.Tests;

/// <summary>Convolution and correlation by hand, at every boundary.</summary>
public sealed class ConvolutionTests
{
    // With two taps s = 0: conv is y[i] + 10 ỹ[i − 1], corr is y[i] + 10 ỹ[i + 1].
    [Theory]
    [InlineData("conv(w, y)", "[12,23,34]")]
    [InlineData("conv(w, y, valid)", "[12,23,34]")]
    [InlineData("conv(w, y, full)", "[1,12,23,34,40]")]
    [InlineData("conv(w, y, same)", "[1,12,23,34]")]
    [InlineData("conv(w, y, circular)", "[41,12,23,34]")]
    [InlineData("conv(w, y, reflect)", "[21,12,23,34]")]
    [InlineData("conv(w, y, symmetric)", "[11,12,23,34]")]
    [InlineData("conv(w, y, replicate)", "[11,12,23,34]")]
    [InlineData("corr(w, y)", "[21,32,43]")]
    [InlineData("corr(w, y, full)", "[10,21,32,43,4]")]
    [InlineData("corr(w, y, same)", "[21,32,43,4]")]
    [InlineData("corr(w, y, circular)", "[21,32,43,14]")]
    [InlineData("corr(w, y, reflect)", "[21,32,43,34]")]
    [InlineData("corr(w, y, symmetric)", "[21,32,43,44]")]
    [InlineData("corr(w, y, replicate)", "[21,32,43,44]")]
    public void Even_kernels(string expression, string expected) => Holds(expression, "w=[1,10] y=[1,2,3,4]", expected);

    // With three taps s = 1: conv is ỹ[i + 1] + 10 y[i] + 100 ỹ[i − 1].
    [Theory]
    [InlineData("conv(w, y)", "[123]")]
    [InlineData("conv(w, y, full)", "[1,12,123,230,300]")]
    [InlineData("conv(w, y, same)", "[12,123,230]")]
    [InlineData("conv(w, y, circular)", "[312,123,231]")]
    [InlineData("conv(w, y, reflect)", "[212,123,232]")]
    [InlineData("conv(w, y, symmetric)", "[112,123,233]")]
    [InlineData("conv(w, y, replicate)", "[112,123,233]")]
    [InlineData("corr(w, y)", "[321]")]
    [InlineData("corr(w, y, same)", "[210,321,32]")]
    [InlineData("corr(w, y, circular)", "[213,321,132]")]
    public void Odd_kernels(string expression, string expected) => Holds(expression, "w=[1,10,100] y=[1,2,3]", expected);

    [Theory]
    [InlineData("conv(w, y, same)", "[0,0]")]
    [InlineData("conv(w, y, circular)", "[22,11]")]
    [InlineData("conv(w, y, reflect)", "[22,11]")]
    [InlineData("conv(w, y, symmetric)", "[21,21]")]
    [InlineData("conv(w, y, replicate)", "[12,12]")]
    public void A_kernel_that_reaches_further_than_one_length(string expression, string expected) =>
        Holds(expression, "w=[1,0,0,0,0,0,10] y=[1,2]", expected);

    [Theory]
    [InlineData("same", "[10]")]
    [InlineData("circular", "[30]")]
    [InlineData("reflect", "[30]")]
    [InlineData("symmetric", "[30]")]
    [InlineData("replicate", "[30]")]
    public void One_pixel_repeats(string boundary, string expected) => Holds($"conv(w, y, {boundary})", "w=[1,2,3] y=[5]", expected);

    [Theory]
    [InlineData("conv(y, w)", "[12,23,34]")]
    [InlineData("conv(y, w, full)", "[1,12,23,34,40]")]
    [InlineData("corr(y, w)", "[21,32,43]")]
    [InlineData("corr(y, w, full)", "[10,21,32,43,4]")]
    [InlineData("conv(w, w)", "[20]")]
    [InlineData("corr(w, w)", "[101]")]
    public void Valid_and_full_take_either_order(string expression, string expected) => Holds(expression, "w=[1,10] y=[1,2,3,4]", expected);

    [Theory]
    [InlineData("conv(w, y)", "[[23,33],[53,63]]")]
    [InlineData("corr(w, y)", "[[37,47],[67,77]]")]
    [InlineData("conv(w, y, same)", "[[1,4,7],[7,23,33],[19,53,63]]")]
    [InlineData("corr(w, y, circular)", "[[37,47,39],[67,77,69],[34,44,36]]")]
    public void Two_axes(string expression, string expected) => Holds(expression, "w=[[1,2],[3,4]] y=[[1,2,3],[4,5,6],[7,8,9]]", expected);

    [Theory]
    [InlineData("conv(w, conv(w, y))", "12")]
    [InlineData("corr(w, y, full)", "6")]
    [InlineData("conv(w, y, circular)", "6")]
    public void Over_no_axes_it_is_the_product(string expression, string expected) => Holds(expression, "w=2 y=3", expected);

    private static void Holds(string expression, string bindings, string expected) =>
        Arrays.AssertClose(Arrays.Read(expected), Arrays.Evaluate(expression, bindings));
}
